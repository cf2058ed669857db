package io.millrace.edge.derive;

import java.time.Duration;
import java.util.Set;

/** Tags of a source, none meaning all, that are told as they change and at each heartbeat. */
public record TelemetryRule(String source, Set<String> tags, Duration heartbeat) {
  public TelemetryRule {
    tags = Set.copyOf(tags);
  }

  /** The rule that the settings give. */
  public static TelemetryRule of(TelemetrySettings settings) {
    return new TelemetryRule(settings.source(), settings.named(), settings.heartbeatOrDefault());
  }

  boolean wants(String tag) {
    return tags.isEmpty() || tags.contains(tag);
  }
}
