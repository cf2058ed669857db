package io.millrace.edge.capture;

import io.millrace.edge.derive.CounterKind;
import io.millrace.edge.derive.Derivations;
import io.millrace.v1.CounterState;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.DowntimeStatus;
import io.millrace.v1.MeasureStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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

  /** {@code seen} are totals as the registers showed them last, by counter. Any thread. */
  static CaptureHealth of(
      String reason,
      Inbox inbox,
      Figures figures,
      Derivations derivations,
      Map<String, String> seen) {
    return new CaptureHealth(
        reason,
        inbox.size(),
        counters(derivations, seen),
        derivations.downtimes(),
        derivations.measures(),
        Map.of(
            "scans", figures.scans.sum(),
            "events_journalled", figures.events.sum(),
            "telemetry_journalled", figures.telemetry.sum(),
            "telemetry_dropped", figures.telemetryDropped.sum(),
            "scans_dropped", inbox.scansDropped(),
            "gaps", figures.gaps.sum(),
            "derivation_faults", derivations.faultTimes(),
            "journal_refusals", figures.refusals.sum()));
  }

  /** All that are known, and those that never counted because they are at fault. */
  private static List<CounterStatus> counters(Derivations derivations, Map<String, String> seen) {
    Map<String, String> faults = new TreeMap<>(derivations.faults());
    List<CounterStatus> counters = new ArrayList<>();
    for (CounterState state : derivations.counters()) {
      String id = state.getCounter();
      String journalled = derivations.wasRead(id) ? state.getTotal() : "";
      counters.add(
          status(state).toBuilder()
              .setRegister(seen.getOrDefault(id, journalled))
              .setFault(Objects.requireNonNullElse(faults.remove(id), ""))
              .build());
    }
    faults.forEach(
        (name, fault) ->
            counters.add(CounterStatus.newBuilder().setCounter(name).setFault(fault).build()));
    return counters;
  }

  private static CounterStatus status(CounterState state) {
    return CounterStatus.newBuilder()
        .setCounter(state.getCounter())
        .setEquipment(state.getEquipment())
        .setKind(CounterKind.of(state.getKind()).map(CounterKind::name).orElse(""))
        .setGeneration(state.getGeneration())
        .setTo(state.getTo())
        .setRaw(state.getRaw())
        .setTotal(state.getTotal())
        .setOrder(state.getOrder())
        .build();
  }
}
