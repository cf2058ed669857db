package io.millrace.sim.enterprise;

import java.time.Duration;
import java.time.Instant;

/** When a request came, what was drawn for it, and how long its document stays out of the index. */
record Receipt(Fault fault, Instant receivedAt, Instant committedAt, Duration indexLag) {

  Instant visibleAt() {
    return committedAt.plus(indexLag);
  }
}
