package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP statuses from first to last, written {@code 429} or {@code 400-499}. */
@JsonClassDescription("an HTTP status such as 429 or a range such as 400-499")
public record StatusRange(int first, int last) {
  private static final Pattern TEXT = Pattern.compile("(\\d{3})\\s*-\\s*(\\d{3})|(\\d{3})");
  private static final int FIRST = 300;
  private static final int LAST = 599;

  public StatusRange {
    if (first > last || first < FIRST || last > LAST) {
      throw new IllegalArgumentException(
          "status " + first + "-" + last + " is not within " + FIRST + "-" + LAST);
    }
  }

  /** One status. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static StatusRange of(int status) {
    return new StatusRange(status, status);
  }

  /** Reads the text; IllegalArgumentException says what was expected. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static StatusRange parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a status such as 429 or 400-499");
    }
    return matcher.group(3) != null
        ? of(Integer.parseInt(matcher.group(3)))
        : new StatusRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether it is within. */
  boolean has(int status) {
    return first <= status && status <= last;
  }
}
