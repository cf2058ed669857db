package io.millrace.edge.derive;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a machine stands, with its path in the company and the names that hold. */
public record DowntimeRule(
    String equipment,
    String source,
    String tag,
    Set<Long> stopped,
    Duration threshold,
    @Nullable String reasonTag,
    Map<Long, String> reasons,
    Map<Long, String> names,
    @Nullable String orderTag) {

  public DowntimeRule {
    stopped = Set.copyOf(stopped);
    reasons = Map.copyOf(reasons);
    names = Map.copyOf(names);
  }

  /** The rule of that plant; {@code stateNames} hold when the settings give none. */
  public static DowntimeRule of(
      String plant, DowntimeSettings settings, Map<Long, String> stateNames) {
    return new DowntimeRule(
        Equipment.in(plant, settings.equipment()),
        settings.source(),
        settings.tag(),
        Set.copyOf(settings.stopped()),
        settings.threshold(),
        settings.reasonTag(),
        settings.reasons() == null ? Map.of() : settings.reasons(),
        settings.names() == null ? stateNames : settings.names(),
        settings.orderTag());
  }

  /** Tags that one request should bring. */
  Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    tags.add(tag);
    if (reasonTag != null) {
      tags.add(reasonTag);
    }
    if (orderTag != null) {
      tags.add(orderTag);
    }
    return tags;
  }

  /** The same machine's state, for one that has none of its own. */
  StateRule asState() {
    return new StateRule(equipment, source, tag, names);
  }

  boolean stands(long raw) {
    return stopped.contains(raw);
  }

  String nameOf(long raw) {
    return names.getOrDefault(raw, StateRule.UNKNOWN);
  }
}
