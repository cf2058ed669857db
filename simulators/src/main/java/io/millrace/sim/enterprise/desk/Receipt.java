package io.millrace.sim.enterprise.desk;

import java.time.Duration;
import java.time.Instant;

/** When a request came, what was drawn for it, and how long its document stays out of the index. */
public record Receipt(Fault fault, Instant receivedAt, Instant committedAt, Duration indexLag) {

  /** Of a change that no request asked for: found at once. */
  public static Receipt of(Instant now) {
    return new Receipt(Fault.NONE, now, now, Duration.ZERO);
  }

  Instant visibleAt() {
    return committedAt.plus(indexLag);
  }
}
