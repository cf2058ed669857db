package io.millrace.relay.connector;

import java.time.Duration;

/** The breaker opens at so many failures within the window of the last calls, for that long. */
public record BreakerShape(Integer failures, Integer window, Duration open) {
  /** What stands where the file says nothing. */
  public static final BreakerShape DEFAULT = new BreakerShape(5, 10, Duration.ofSeconds(10));

  /** Calls that a breaker remembers. */
  private static final int WINDOW_MAX = 1_000;

  public BreakerShape {
    failures = failures == null ? 5 : failures;
    window = window == null ? Math.max(10, failures) : window;
    open = open == null ? DEFAULT.open : open;
    if (failures < 1 || failures > window) {
      throw new IllegalArgumentException(
          "failures: %d is not within 1 and window %d".formatted(failures, window));
    }
    if (window > WINDOW_MAX) {
      throw new IllegalArgumentException("window: %d is above %d".formatted(window, WINDOW_MAX));
    }
    if (open.isZero()) {
      throw new IllegalArgumentException("open: must be above zero");
    }
  }
}
