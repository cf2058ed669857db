package io.millrace.edge.derive;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the configuration looks at: the tags of each source, and the sources with telemetry. */
record Watched(Map<String, Set<String>> tags, Set<String> telemetry) {
  Watched {
    tags = Map.copyOf(tags);
    telemetry = Set.copyOf(telemetry);
  }

  static Watched of(Map<String, Set<String>> tags, Rules rules) {
    return new Watched(
        tags, rules.telemetry().stream().map(TelemetryRule::source).collect(Collectors.toSet()));
  }

  /** An empty tag is the whole source, an empty stream all that comes of it. */
  boolean has(String source, String tag, String stream) {
    Set<String> known = tags.get(source);
    return known != null
        && (tag.isEmpty() || known.contains(tag))
        && (stream.isEmpty() || telemetry.contains(source));
  }
}
