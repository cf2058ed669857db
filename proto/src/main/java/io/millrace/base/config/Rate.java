package io.millrace.base.config;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;

/** So many in a time, written {@code 60/s}, {@code 600/m} or {@code 10/h}. */
@JsonClassDescription("a rate such as 60/s, 600/m or 10/h")
public record Rate(long count, Duration per) {
  public Rate {
    if (count < 1 || per.isZero() || per.isNegative()) {
      throw new IllegalArgumentException("rate " + count + " per " + per + " is not positive");
    }
  }

  /** Reads the text; IllegalArgumentException says what was expected. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Rate parse(String text) {
    int slash = text.indexOf('/');
    try {
      return new Rate(
          Long.parseLong(text.substring(0, Math.max(0, slash)).strip()),
          Units.duration("1" + text.substring(slash + 1).strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a rate such as 60/s, 600/m or 10/h", e);
    }
  }

  /** Occurrences that fit in a time, rounded up. */
  public long within(Duration time) {
    double share = (double) time.toNanos() / per.toNanos();
    return (long) Math.ceil(count * share);
  }

  @Override
  public String toString() {
    return count + "/" + per;
  }
}
