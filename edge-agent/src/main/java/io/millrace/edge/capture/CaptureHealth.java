package io.millrace.edge.capture;

import io.millrace.v1.CounterStatus;
import java.util.List;
import java.util.Map;

/**
 * Capture as the status shows it. {@code reason} says what keeps it from journalling, and is empty
 * while nothing does. Counts since start.
 */
public record CaptureHealth(
    String reason, int queued, List<CounterStatus> counters, Map<String, Long> counts) {
  public CaptureHealth {
    counters = List.copyOf(counters);
    counts = Map.copyOf(counts);
  }
}
