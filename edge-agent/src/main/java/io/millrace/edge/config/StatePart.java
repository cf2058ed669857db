package io.millrace.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A register whose value names the state of a machine. */
record StatePart(
    @JsonProperty(required = true) String equipment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String tag,
    @JsonProperty(required = true) Map<Long, String> names) {
  private static final int NAMES_MAX = 1_000;

  StatePart {
    Name.path("equipment", equipment, CounterPart.EQUIPMENT_NAMES, CounterPart.EQUIPMENT);
    names = Map.copyOf(names);
    Bounds.within("names", names.size(), 1, NAMES_MAX);
    names.values().forEach(name -> Name.checked("names", name));
  }
}
