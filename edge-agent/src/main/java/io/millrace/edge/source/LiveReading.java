package io.millrace.edge.source;

import io.millrace.edge.reading.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One tag as a person asked for it: where it is, what was read, when by the agent's clock (the
 * source's where it has one), how long the device took, and the registers as they came (bits as 0
 * and 1), empty when it refused or has none.
 */
public record LiveReading(
    Reading reading, String place, Instant at, Duration latency, List<Integer> raw) {
  public LiveReading {
    raw = List.copyOf(raw);
  }
}
