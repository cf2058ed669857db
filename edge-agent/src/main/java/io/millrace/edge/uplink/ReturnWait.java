package io.millrace.edge.uplink;

import io.millrace.base.time.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the relay is tried again: full jitter under a bound that doubles, and
 * while a session was open a moment ago never long, because a relay that restarts is back soon. One
 * owner thread.
 */
final class ReturnWait {
  /** So long after a session's end the relay counts as one that comes back soon. */
  static final Duration RECENT = Duration.ofMinutes(2);

  /** Longest wait for a relay that was there within two minutes. */
  static final Duration SOON_MAX = Duration.ofSeconds(5);

  private final Backoff backoff;
  private final RandomGenerator random;
  private @Nullable Long lostNanos;

  ReturnWait(Duration first, Duration max, RandomGenerator random) {
    this.backoff = new Backoff(first, max, random);
    this.random = random;
  }

  /** An open session ended. */
  void lost(long nowNanos) {
    lostNanos = nowNanos;
  }

  /** Starts over after a success. */
  void reset() {
    backoff.reset();
  }

  /** The next wait. */
  Duration next(long nowNanos) {
    Duration wait = backoff.next();
    boolean recent = lostNanos != null && nowNanos - lostNanos < RECENT.toNanos();
    return recent && wait.compareTo(SOON_MAX) > 0
        ? Duration.ofNanos(random.nextLong(SOON_MAX.toNanos() + 1))
        : wait;
  }
}
