package io.millrace.base.time;

import java.time.Duration;

/**
 * Lets a message that may repeat itself through once a minute, and counts what it held back. One
 * owner thread.
 */
public final class Seldom {
  private static final long SPACING_NANOS = Duration.ofMinutes(1).toNanos();

  private long letNanos;
  private boolean everLet;
  private long heldBack;
  private long repeated;

  /** Whether to say it now, by the monotonic clock. */
  public boolean lets(long nowNanos) {
    if (everLet && nowNanos - letNanos < SPACING_NANOS) {
      heldBack++;
      return false;
    }
    everLet = true;
    letNanos = nowNanos;
    repeated = heldBack;
    heldBack = 0;
    return true;
  }

  /** How many were held back before the one let through last. */
  public long repeated() {
    return repeated;
  }
}
