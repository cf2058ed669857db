package io.millrace.edge.config;

import java.time.Duration;

/** Refuses what is outside of bounds, blaming the key. */
final class Bounds {
  private Bounds() {}

  /** The number itself when it is from {@code least} to {@code most}. */
  static long within(String key, long number, long least, long most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s: %d is not from %d to %d".formatted(key, number, least, most));
    }
    return number;
  }

  /** The time itself when it is from {@code least} to {@code most}. */
  static Duration within(String key, Duration time, Duration least, Duration most) {
    if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is not from %s to %s".formatted(key, text(time), text(least), text(most)));
    }
    return time;
  }

  /** As people write it: in the largest unit that leaves no rest. */
  static String text(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }
}
