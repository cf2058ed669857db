package io.millrace.edge.source.modbus;

import io.millrace.base.config.Rate;

/**
 * How often a device may be asked: the rate, and at once what half a second of it allows, at least
 * one. One owner thread; nanoseconds of the monotonic clock.
 */
final class Budget {
  private static final long BURST_NANOS = 500_000_000;

  private final long spacingNanos;
  private final long burstNanos;
  private long paidUntilNanos;

  Budget(Rate rate, long nowNanos) {
    this.spacingNanos = Math.max(1, rate.per().toNanos() / rate.count());
    this.burstNanos = Math.max(spacingNanos, BURST_NANOS) - spacingNanos;
    this.paidUntilNanos = nowNanos;
  }

  /** Takes one request and returns 0, or takes none and returns how long to wait. */
  long take(long nowNanos) {
    long wait = paidUntilNanos - burstNanos - nowNanos;
    if (wait > 0) {
      return wait;
    }
    paidUntilNanos = Math.max(paidUntilNanos - nowNanos, 0) + nowNanos + spacingNanos;
    return 0;
  }
}
