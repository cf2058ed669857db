package io.millrace.edge.derive;

import java.time.Duration;

/** When a sample is taken. */
public sealed interface Sampling {

  /** In the scan in which the counter passed the next multiple, once per scan. */
  record Pieces(long every, String counter) implements Sampling {
    public Pieces {
      if (every < 1) {
        throw new IllegalArgumentException("every " + every + " pieces");
      }
    }

    boolean passed(long before, long now) {
      return Math.floorDiv(now, every) > Math.floorDiv(before, every);
    }
  }

  /** In the first scan at or after that time since the last sample. */
  record Timed(Duration every) implements Sampling {}

  /** In each scan that shows another value than the last sample. */
  record OnChange() implements Sampling {}
}
