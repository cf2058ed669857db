package io.millrace.edge.derive;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** The state of one machine as the file says it: which tag, and what its values are called. */
public record StateSettings(
    @JsonProperty(required = true) String equipment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String tag,
    @JsonProperty(required = true) Map<Long, String> names) {
  public StateSettings {
    Equipment.check(equipment);
    names = named("names", names);
  }

  /** A copy; IllegalArgumentException when one of them is no name. */
  static Map<Long, String> named(String key, Map<Long, String> names) {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(key + ": is empty, expected for example {0: STOPPED}");
    }
    names.forEach(
        (raw, name) -> {
          if (name == null || name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException(
                key + ": '" + name + "' of " + raw + " is not 1 to 64 characters");
          }
        });
    return Map.copyOf(names);
  }
}
