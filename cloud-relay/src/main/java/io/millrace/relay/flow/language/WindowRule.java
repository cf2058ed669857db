package io.millrace.relay.flow.language;

import java.time.Duration;

/** A window becomes a posting when it has been open so long, or has gathered so many pieces. */
public record WindowRule(Duration every, long pieces) {
  /** Longest that counts gather. */
  public static final Duration EVERY_MAX = Duration.ofDays(1);

  /** IllegalArgumentException for a window that would never or always close. */
  public WindowRule {
    if (every.isNegative() || every.isZero() || pieces < 1) {
      throw new IllegalArgumentException("window " + every + ", " + pieces + " pieces");
    }
  }
}
