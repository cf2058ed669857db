package io.millrace.edge.derive;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as they stand in events. */
final class Times {
  private Times() {}

  static Timestamp wire(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }

  static Instant of(Timestamp at) {
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }
}
