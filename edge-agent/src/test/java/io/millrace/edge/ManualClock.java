package io.millrace.edge;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that a test moves; the wall clock can be stepped on its own. */
public final class ManualClock implements Clock {
  private Instant wall = Instant.parse("2026-01-01T12:00:00Z");
  private long nanos = 5_000_000_000L;

  /** Lets time pass on both clocks. */
  public void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
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
