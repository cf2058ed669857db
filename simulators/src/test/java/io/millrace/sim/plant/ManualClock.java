package io.millrace.sim.plant;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that stands until it is moved. One thread. */
public final class ManualClock implements Clock {
  private long nanos = 1_000_000_007L;

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  public void pass(Duration time) {
    nanos += time.toNanos();
  }
}
