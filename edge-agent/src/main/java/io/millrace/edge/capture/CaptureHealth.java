package io.millrace.edge.capture;

import io.millrace.v1.CounterStatus;
import io.millrace.v1.DowntimeStatus;
import io.millrace.v1.MeasureStatus;
import java.util.List;
import java.util.Map;

/**
 * Capture as the status shows it. {@code reason} says what keeps it from journalling, and is empty
 * while nothing does. Counts since start.
 */
public record CaptureHealth(
    String reason,
    int queued,
    List<CounterStatus> counters,
    List<DowntimeStatus> downtimes,
    List<MeasureStatus> measures,
    Map<String, Long> counts) {
  public CaptureHealth {
    counters = List.copyOf(counters);
    downtimes = List.copyOf(downtimes);
    measures = List.copyOf(measures);
    counts = Map.copyOf(counts);
  }
}
