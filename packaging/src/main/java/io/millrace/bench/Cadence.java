package io.millrace.bench;

import java.time.Duration;
import java.util.Random;

/**
 * Counters that change at times known beforehand: each once in a period, at a phase of its own, and
 * none before the start. So what a register shows follows from the clock alone, and nobody need
 * stamp a change. Any thread.
 */
final class Cadence {
  private static final long NEVER = Long.MAX_VALUE;

  private final long periodNanos;
  private final long lengthNanos;
  private final long[] phaseNanos;
  private volatile long startNanos = NEVER;

  /** So many counters; they stand still once that time is over. */
  Cadence(int counters, Duration period, Duration length, Random random) {
    this.periodNanos = period.toNanos();
    this.lengthNanos = length.toNanos();
    this.phaseNanos = random.longs(counters, 0, periodNanos).toArray();
  }

  int counters() {
    return phaseNanos.length;
  }

  /** Begins at that time of the monotonic clock. */
  void start(long nanos) {
    startNanos = nanos;
  }

  /** What the counter shows then; 0 before the start. */
  long value(int counter, long nanos) {
    long start = startNanos;
    if (start == NEVER) {
      return 0;
    }
    long since = Math.min(nanos - start, lengthNanos - 1) - phaseNanos[counter];
    return since < 0 ? 0 : since / periodNanos + 1;
  }

  /** How far it comes. */
  long last(int counter) {
    return (lengthNanos - 1 - phaseNanos[counter]) / periodNanos + 1;
  }

  /** Nanoseconds from the start to the change that makes it show that value, which is above 0. */
  long changedNanos(int counter, long value) {
    return phaseNanos[counter] + (value - 1) * periodNanos;
  }

  /** All changes of all counters. */
  long changes() {
    long sum = 0;
    for (int counter = 0; counter < counters(); counter++) {
      sum += last(counter);
    }
    return sum;
  }
}
