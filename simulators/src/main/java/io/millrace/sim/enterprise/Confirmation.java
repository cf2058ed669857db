package io.millrace.sim.enterprise;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.quantity.Quantity;
import java.util.regex.Pattern;

/** What a client wants confirmed: pieces made and scrapped of one order on one machine. */
record Confirmation(
    String order, String machine, String yield, String scrap, String unit, String reference) {
  private static final int TEXT_MAX = 64;
  private static final Pattern QUANTITY = Pattern.compile("\\d{1,18}(\\.\\d{1,6})?");

  /** IllegalArgumentException names what is missing or wrong. */
  static Confirmation read(String order, JsonNode body) {
    return new Confirmation(
        order,
        text(body, "machine"),
        quantity(body, "yield"),
        quantity(body, "scrap"),
        text(body, "unit"),
        text(body, "reference"));
  }

  /** A short text that must be there. */
  static String text(JsonNode body, String key) {
    String text = body.path(key).asText();
    if (text.isBlank() || text.length() > TEXT_MAX) {
      throw new IllegalArgumentException(key + " is missing or longer than " + TEXT_MAX);
    }
    return text;
  }

  private static String quantity(JsonNode body, String key) {
    String text = text(body, key);
    if (!QUANTITY.matcher(text).matches()) {
      throw new IllegalArgumentException(
          key + " '" + text + "' is not a decimal of at most 18.6 digits");
    }
    return Quantity.parse(text).toString();
  }
}
