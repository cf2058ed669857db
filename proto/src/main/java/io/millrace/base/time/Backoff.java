package io.millrace.base.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: full jitter under a bound that doubles from {@code first} to {@code cap},
 * for ever. One owner thread.
 */
public final class Backoff {
  private final Duration first;
  private final Duration cap;
  private final RandomGenerator random;
  private Duration bound;

  /** {@code first} is positive and at most {@code cap}. */
  public Backoff(Duration first, Duration cap, RandomGenerator random) {
    this.first = first;
    this.cap = cap;
    this.random = random;
    this.bound = first;
  }

  /** The next wait, between nothing and the bound; doubles the bound. */
  public Duration next() {
    Duration wait = Duration.ofNanos(random.nextLong(bound.toNanos() + 1));
    Duration doubled = bound.multipliedBy(2);
    bound = doubled.compareTo(cap) > 0 ? cap : doubled;
    return wait;
  }

  /** Starts over after a success. */
  public void reset() {
    bound = first;
  }
}
