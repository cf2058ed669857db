package io.millrace.relay.connector;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that a test moves; the wall clock can be stepped on its own. */
public final class ManualClock implements Clock {
  private long nanos = 1_000_000_000L;
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

  /** Lets time pass on both clocks. */
  public void advance(long by) {
    nanos += by;
    wall = wall.plusNanos(by);
  }

  /** Steps the wall clock alone. */
  public void step(Duration by) {
    wall = wall.plus(by);
  }

  @Override
  public Instant now() {
    return wall;
  }

  @Override
  public long nanos() {
    return nanos;
  }
}
