package io.millrace.prove.account;

import io.millrace.v1.Event;
import io.millrace.v1.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measured results and downtimes that a relay has logged, in the order in which it did. */
public record Happened(List<Event> events) {

  public Happened {
    events = List.copyOf(events);
  }

  /** All results. */
  public long samples() {
    return events.stream().filter(Event::hasQualityResult).count();
  }

  /** Their numbers by machine and characteristic, ascending. */
  public SortedMap<String, List<Long>> sampleNumbers() {
    SortedMap<String, List<Long>> numbers = new TreeMap<>();
    for (Event event : events) {
      if (event.hasQualityResult()) {
        String characteristic =
            event.getEquipment() + " " + event.getQualityResult().getCharacteristic();
        numbers
            .computeIfAbsent(characteristic, absent -> new ArrayList<>())
            .add(event.getQualityResult().getSample());
      }
    }
    numbers.values().forEach(Collections::sort);
    return numbers;
  }

  /** Results outside their limits: each must become a nonconformance. */
  public List<Event> outside() {
    return events.stream()
        .filter(Event::hasQualityResult)
        .filter(event -> event.getQualityResult().getVerdict() == Verdict.VERDICT_OUTSIDE)
        .toList();
  }

  /** Downtimes as they were told first: each must become a reschedule of its order. */
  public List<Event> stops() {
    return events.stream()
        .filter(Event::hasDowntime)
        .filter(event -> event.getDowntime().getOngoing())
        .toList();
  }
}
