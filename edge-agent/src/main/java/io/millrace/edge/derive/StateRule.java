package io.millrace.edge.derive;

import java.util.Map;

/** A machine's state with its path in the company. */
public record StateRule(String equipment, String source, String tag, Map<Long, String> names) {
  /** What a value without a name is called; the value stands beside it. */
  static final String UNKNOWN = "UNKNOWN";

  public StateRule {
    names = Map.copyOf(names);
  }

  /** The rule of that plant. */
  public static StateRule of(String plant, StateSettings settings) {
    return new StateRule(
        Equipment.in(plant, settings.equipment()),
        settings.source(),
        settings.tag(),
        settings.names());
  }

  String nameOf(long raw) {
    return names.getOrDefault(raw, UNKNOWN);
  }
}
