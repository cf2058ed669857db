package io.millrace.edge.derive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What is derived for one plant, with everything that the settings leave to the tag's type or the
 * source. Counter ids are unique, so is the equipment of states.
 */
public record Rules(
    String plant,
    List<CounterRule> counters,
    List<StateRule> states,
    List<TelemetryRule> telemetry,
    List<DowntimeRule> downtimes,
    List<MeasureRule> measures) {
  /** Counters of one agent, and states, downtimes, measures each. */
  public static final int COUNTERS_MAX = 2_000;

  public Rules {
    counters = List.copyOf(counters);
    states = List.copyOf(states);
    telemetry = List.copyOf(telemetry);
    downtimes = List.copyOf(downtimes);
    measures = List.copyOf(measures);
    if (counters.size() > COUNTERS_MAX) {
      throw new IllegalArgumentException(counters.size() + " counters, at most " + COUNTERS_MAX);
    }
    unique("counter", counters.stream().map(CounterRule::id).toList());
    unique("state of", states.stream().map(StateRule::equipment).toList());
    unique("downtime of", downtimes.stream().map(DowntimeRule::equipment).toList());
    unique(
        "measure",
        measures.stream().map(rule -> rule.characteristic() + " of " + rule.equipment()).toList());
  }

  /** Without downtimes and measures. */
  public Rules(
      String plant,
      List<CounterRule> counters,
      List<StateRule> states,
      List<TelemetryRule> telemetry) {
    this(plant, counters, states, telemetry, List.of(), List.of());
  }

  /** States that are told: a machine whose downtime is told has one, whether configured or not. */
  List<StateRule> statesTold() {
    Set<String> known = new HashSet<>(states.stream().map(StateRule::equipment).toList());
    List<StateRule> told = new ArrayList<>(states);
    downtimes.stream()
        .filter(rule -> !known.contains(rule.equipment()))
        .forEach(rule -> told.add(rule.asState()));
    return told;
  }

  /**
   * For each counter, downtime and measure of that source, the tags that one request should bring.
   */
  public List<Set<String>> together(String source) {
    List<Set<String>> groups = new ArrayList<>();
    counters.stream()
        .filter(rule -> rule.source().equals(source))
        .forEach(rule -> groups.add(rule.settings().tags()));
    downtimes.stream()
        .filter(rule -> rule.source().equals(source))
        .forEach(rule -> groups.add(rule.tags()));
    measures.stream()
        .filter(rule -> rule.settings().source().equals(source))
        .forEach(rule -> groups.add(withCounter(rule)));
    return groups;
  }

  private Set<String> withCounter(MeasureRule rule) {
    Set<String> tags = new LinkedHashSet<>(rule.settings().tags());
    if (rule.sampling() instanceof Sampling.Pieces pieces) {
      counters.stream()
          .filter(counter -> counter.id().equals(pieces.counter()))
          .filter(counter -> counter.source().equals(rule.settings().source()))
          .forEach(counter -> tags.addAll(counter.settings().tags()));
    }
    return tags;
  }

  private static void unique(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(what + " " + name + " is given twice");
      }
    }
  }
}
