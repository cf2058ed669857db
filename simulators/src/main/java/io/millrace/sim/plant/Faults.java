package io.millrace.sim.plant;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** The faults of one press and when it stood. Times are nanoseconds since the plant began. */
final class Faults {
  private static final int REASONS = 3;
  private static final long NANOS_PER_MS = 1_000_000;

  private final SplittableRandom random;
  private final long originMs;
  private final Stops stops = new Stops();
  private long until;
  private int reason;

  /** The origin is ms since 1970. */
  Faults(long seed, long originMs) {
    this.random = new SplittableRandom(seed);
    this.originMs = originMs;
  }

  /** For a reason by chance. */
  void begin(long now, long nanos, String order) {
    begin(now, nanos, 1 + random.nextInt(REASONS), order);
  }

  void begin(long now, long nanos, int why, String order) {
    until = Math.max(until, now + nanos);
    reason = why;
    stops.add(wallMs(now), wallMs(until), why, order);
  }

  /** Told to stand. */
  void stopped(long now, String order) {
    stops.open(wallMs(now), 0, order);
  }

  /** Told to go on. */
  void released(long now) {
    stops.close(wallMs(now), wallMs(until));
  }

  boolean at(long now) {
    return now < until;
  }

  /** The time itself, or the end of the fault if that is later. */
  long over(long now) {
    return Math.max(now, until);
  }

  /** 0 while there is no fault. */
  int reason(long now) {
    return at(now) ? reason : 0;
  }

  List<Stop> told(long now) {
    return stops.told(wallMs(now));
  }

  /** Running time to the next long breakdown. */
  long distance(Duration every) {
    return Math.round(every.toNanos() * (1 + (random.nextDouble() - 0.5) / 2));
  }

  private long wallMs(long nanos) {
    return originMs + nanos / NANOS_PER_MS;
  }
}
