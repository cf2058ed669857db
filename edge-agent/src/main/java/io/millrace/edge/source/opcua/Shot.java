package io.millrace.edge.source.opcua;

import io.millrace.edge.reading.Reading;
import java.time.Instant;
import java.util.List;

/** What a source shows at one instant of its own clock: what changed, and what belongs to it. */
record Shot(Instant at, List<Reading> readings) {
  /** Stands for the time of a shot in which the source showed nothing. */
  static final Instant NO_TIME = Instant.MIN;

  Shot {
    readings = List.copyOf(readings);
  }
}
