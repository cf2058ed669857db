package io.millrace.edge.reading;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All tags of one source that were due, read once. {@code occurredAt} is the source's clock where
 * it has one, else equal to {@code observedAt}, the agent's wall clock when the last answer
 * arrived; {@code observedNanos} is the agent's monotonic clock at the same moment, and {@code
 * askedNanos} that at which the first request went out: the device looked at its memory in between.
 */
public record Scan(
    String source,
    Instant occurredAt,
    Instant observedAt,
    long askedNanos,
    long observedNanos,
    List<Reading> readings) {

  public Scan {
    readings = List.copyOf(readings);
  }

  /** The reading of that tag, if it was due. */
  public Optional<Reading> reading(String tag) {
    return readings.stream().filter(reading -> reading.tag().equals(tag)).findFirst();
  }
}
