package io.millrace.sim.enterprise.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.quantity.Quantity;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** A request's body, read strictly: IllegalArgumentException names what is missing or wrong. */
public final class Body {
  private static final int TEXT_MAX = 64;
  private static final int NOTE_MAX = 400;
  private static final Pattern QUANTITY = Pattern.compile("\\d{1,18}(\\.\\d{1,6})?");
  private static final Pattern VALUE = Pattern.compile("-?\\d{1,18}(\\.\\d{1,6})?");

  private final JsonNode tree;

  private Body(JsonNode tree) {
    this.tree = tree;
  }

  /** Of that call. */
  public static Body of(Call call) {
    return new Body(Json.tree(call.body()));
  }

  /** A short text that must be there. */
  public String text(String key) {
    return checked(key, tree.path(key).asText(), TEXT_MAX);
  }

  /** A longer text; empty when it is not there. */
  public String note(String key) {
    String text = tree.path(key).asText();
    return text.isBlank() ? "" : checked(key, text, NOTE_MAX);
  }

  /** A decimal that is not negative, in its canonical text. */
  public String quantity(String key) {
    return decimal(key, QUANTITY);
  }

  /** A decimal of either sign, in its canonical text. */
  public String value(String key) {
    return decimal(key, VALUE);
  }

  /** A day as 2026-12-01. */
  public String date(String key) {
    String text = text(key);
    try {
      return LocalDate.parse(text).toString();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(key + " '" + text + "' is not a day as 2026-12-01", e);
    }
  }

  private String decimal(String key, Pattern shape) {
    String text = text(key);
    if (!shape.matcher(text).matches()) {
      throw new IllegalArgumentException(
          key + " '" + text + "' is not a decimal of at most 18.6 digits");
    }
    return Quantity.parse(text).toString();
  }

  private static String checked(String key, String text, int max) {
    if (text.isBlank() || text.length() > max) {
      throw new IllegalArgumentException(key + " is missing or longer than " + max);
    }
    return text;
  }
}
