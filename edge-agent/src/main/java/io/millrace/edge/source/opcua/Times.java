package io.millrace.edge.source.opcua;

import io.millrace.edge.reading.Scan;
import java.time.Duration;
import java.time.Instant;

/**
 * Puts the agent's clocks to what came in one go: the newest value was looked at when it arrived,
 * older ones as much earlier as the source's clock says, never before what was told already. One
 * owner thread.
 */
final class Times {
  private final String source;
  private final Duration poll;
  private Instant newest = Instant.MIN;
  private long arrivedNanos;
  private Instant arrivedAt = Instant.EPOCH;
  private long toldNanos = Long.MIN_VALUE;

  Times(String source, Duration poll) {
    this.source = source;
    this.poll = poll;
  }

  /** Something arrived whose newest value is of that time. */
  void arrived(Instant newestOfAll, long nanos, Instant at) {
    newest = newestOfAll;
    arrivedNanos = nanos;
    arrivedAt = at;
  }

  /** A shot that shows a course of values. */
  Scan scan(Shot shot) {
    long behind =
        shot.at().isBefore(newest) && !newest.equals(Instant.MIN)
            ? Math.min(
                Duration.between(shot.at(), newest).toMillis(), Duration.ofDays(1).toMillis())
            : 0;
    long nanos = arrivedNanos - Duration.ofMillis(behind).toNanos();
    return scan(shot, toldNanos == Long.MIN_VALUE ? arrivedNanos : Math.max(nanos, toldNanos));
  }

  /**
   * A shot of what was first seen, whenever it came to be; one without anything seen is of the
   * moment given.
   */
  Scan first(Shot shot, long nanos, Instant now) {
    return shot.at().equals(Shot.NO_TIME) ? standing(shot, nanos, now) : scan(shot, arrivedNanos);
  }

  /** What stands unchanged at that moment, told by the agent's clock. */
  Scan standing(Shot shot, long nanos, Instant at) {
    toldNanos = Math.max(toldNanos, nanos);
    return new Scan(source, at, at, toldNanos - poll.toNanos(), toldNanos, shot.readings());
  }

  private Scan scan(Shot shot, long nanos) {
    toldNanos = nanos;
    Instant observed = arrivedAt.minusNanos(Math.max(0, arrivedNanos - nanos));
    return new Scan(source, shot.at(), observed, nanos - poll.toNanos(), nanos, shot.readings());
  }
}
