package io.millrace.edge.derive;

import java.util.ArrayList;
import java.util.HashSet;
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
    List<TelemetryRule> telemetry) {
  /** Counters of one agent, and states. */
  public static final int COUNTERS_MAX = 2_000;

  public Rules {
    counters = List.copyOf(counters);
    states = List.copyOf(states);
    telemetry = List.copyOf(telemetry);
    if (counters.size() > COUNTERS_MAX) {
      throw new IllegalArgumentException(counters.size() + " counters, at most " + COUNTERS_MAX);
    }
    unique("counter", counters.stream().map(CounterRule::id).toList());
    unique("state of", states.stream().map(StateRule::equipment).toList());
  }

  /** For each counter of that source, the tags that one request should bring. */
  public List<Set<String>> together(String source) {
    List<Set<String>> groups = new ArrayList<>();
    counters.stream()
        .filter(rule -> rule.source().equals(source))
        .forEach(rule -> groups.add(rule.settings().tags()));
    return groups;
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
