package io.millrace.relay.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The target's own words, as they may be shown: short, and without control characters. Pure. */
public final class Said {
  /** Where business systems put them: RFC 9457, RFC 6749 and what is common beside. */
  private static final List<String> PLACES =
      List.of(
          "/error/message",
          "/error/message/value",
          "/detail",
          "/error_description",
          "/message",
          "/title",
          "/error/code",
          "/error");

  private static final char FIRST_PRINTED = 0x20;
  private static final char DELETE = 0x7f;
  private static final char LAST_CONTROL = 0x9f;

  private Said() {}

  /** What stands where messages stand, else the body as it came. */
  public static String in(JsonNode body, String raw) {
    for (String place : PLACES) {
      String text = body.at(place).asText("").strip();
      if (!text.isEmpty()) {
        return escaped(text);
      }
    }
    return escaped(raw.strip());
  }

  /** At most so many characters; a longer one ends in an ellipsis. */
  public static String cut(String text, int characters) {
    return text.length() <= characters ? text : text.substring(0, characters - 1) + "…";
  }

  /** Control characters as {@code \\u001b}; line ends and tabs as blanks. */
  static String escaped(String text) {
    StringBuilder shown = new StringBuilder();
    for (char each : text.replaceAll("\\s+", " ").toCharArray()) {
      if (each < FIRST_PRINTED || (each >= DELETE && each <= LAST_CONTROL)) {
        shown.append("\\u%04x".formatted((int) each));
      } else {
        shown.append(each);
      }
    }
    return shown.toString();
  }
}
