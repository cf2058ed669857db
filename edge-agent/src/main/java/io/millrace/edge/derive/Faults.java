package io.millrace.edge.derive;

import io.millrace.edge.reading.Reading;
import io.millrace.v1.Event;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Which derivations cannot be made of what was read last, and why. One fails alone: the others of
 * the scan go on, and its tags count as unreadable while it lasts, so that a gap tells of it. One
 * thread derives; any may look. Bounded by the rules.
 */
final class Faults {
  private final Map<String, String> present = new ConcurrentHashMap<>();
  private final LongAdder times = new LongAdder();

  /** What the derivation tells, or nothing while it is at fault; then its tags become bad. */
  List<Event> isolated(
      String name,
      Collection<String> tags,
      Map<String, Reading> readings,
      Supplier<Optional<String>> wrong,
      Supplier<List<Event>> derivation) {
    try {
      Optional<String> fault = wrong.get();
      if (fault.isPresent()) {
        begin(name, fault.get(), tags, readings);
        return List.of();
      }
      List<Event> events = derivation.get();
      present.remove(name);
      return events;
    } catch (RuntimeException e) { // a defect or a number beyond bounds must cost one, not all
      begin(name, "cannot be derived: " + e, tags, readings);
      return List.of();
    }
  }

  boolean has(String name) {
    return present.containsKey(name);
  }

  /** What is at fault now and why, by counter or by what is derived. */
  Map<String, String> present() {
    return Map.copyOf(present);
  }

  /** How often something could not be derived, since start. */
  long times() {
    return times.sum();
  }

  private void begin(
      String name, String why, Collection<String> tags, Map<String, Reading> readings) {
    times.increment();
    present.put(name, why);
    for (String tag : tags) {
      readings.computeIfPresent(
          tag, (same, reading) -> Reading.bad(same, reading.request(), name + ": " + why));
    }
  }
}
