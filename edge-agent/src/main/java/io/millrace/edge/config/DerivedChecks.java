package io.millrace.edge.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.KeyPath;
import io.millrace.base.config.Nearest;
import io.millrace.base.quantity.Unit;
import io.millrace.edge.derive.CounterSettings;
import io.millrace.edge.derive.DowntimeSettings;
import io.millrace.edge.derive.MeasureSettings;
import io.millrace.edge.derive.StateSettings;
import io.millrace.edge.source.TagSettings;
import io.millrace.edge.source.TagType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must fit together in downtimes and measures. CONFIG_INVALID names the first that does not.
 */
final class DerivedChecks {
  private static final List<String> UNITS =
      List.of("g", "kg", "mm", "s", "min", "Cel", "bar", "%", "L", "N", "{piece}");

  private final ConfigFile<AgentFile> file;
  private final AgentFile content;
  private final CrossChecks parts;

  DerivedChecks(ConfigFile<AgentFile> file, CrossChecks parts) {
    this.file = file;
    this.content = file.content();
    this.parts = parts;
  }

  void check() {
    parts.once(
        "downtimes",
        "equipment",
        content.downtimes().stream().map(DowntimeSettings::equipment).toList());
    for (int at = 0; at < content.downtimes().size(); at++) {
      downtime(KeyPath.of("downtimes", at), content.downtimes().get(at));
    }
    for (int at = 0; at < content.measures().size(); at++) {
      measure(KeyPath.of("measures", at), content.measures().get(at));
      measuredOnce(at);
    }
  }

  private void downtime(KeyPath path, DowntimeSettings downtime) {
    parts.checkEquipment(path, downtime.equipment());
    TagSettings tag = parts.tag(path, downtime.source(), "tag", downtime.tag());
    parts.checkType(path, "tag", downtime.tag(), tag, TagType::counts, "a whole-number type");
    String reasonTag = downtime.reasonTag();
    if (reasonTag != null) {
      TagSettings reason = parts.tag(path, downtime.source(), "reason_tag", reasonTag);
      parts.checkType(
          path,
          "reason_tag",
          reasonTag,
          reason,
          type -> type.counts() || type == TagType.TEXT,
          "a whole-number type or text");
    }
    order(path, downtime.source(), downtime.orderTag());
    for (StateSettings state : content.states()) {
      boolean isSameTag =
          state.source().equals(downtime.source()) && state.tag().equals(downtime.tag());
      if (state.equipment().equals(downtime.equipment()) && !isSameTag) {
        throw file.complaint(
            path.then("tag"),
            "'%s' of source '%s', but the state of this machine is read from '%s' of source '%s', expected the same"
                .formatted(downtime.tag(), downtime.source(), state.tag(), state.source()));
      }
    }
  }

  private void measure(KeyPath path, MeasureSettings measure) {
    parts.checkEquipment(path, measure.equipment());
    TagSettings tag = parts.tag(path, measure.source(), "tag", measure.tag());
    parts.checkType(
        path,
        "tag",
        measure.tag(),
        tag,
        type -> type != TagType.TEXT && type != TagType.BIT,
        "a number type to measure");
    if (Unit.of(measure.unit()).isEmpty()) {
      throw file.complaint(
          path.then("unit"),
          "'%s' is no UCUM unit, expected for example %s%s"
              .formatted(
                  measure.unit(),
                  String.join(", ", UNITS),
                  Nearest.suggestion(measure.unit(), UNITS)));
    }
    order(path, measure.source(), measure.orderTag());
    counter(path.then("sample"), measure.sample().counter());
  }

  private void counter(KeyPath path, @Nullable String counter) {
    List<String> ids = content.counters().stream().map(CounterSettings::id).toList();
    if (counter != null && !ids.contains(counter)) {
      throw file.complaint(
          path.then("counter"),
          "'%s' is no counter, expected one of %s%s"
              .formatted(counter, Shortened.list(ids), Nearest.suggestion(counter, ids)));
    }
  }

  private void order(KeyPath path, String source, @Nullable String orderTag) {
    if (orderTag != null) {
      TagSettings order = parts.tag(path, source, "order_tag", orderTag);
      parts.checkOrder(path, orderTag, order);
    }
  }

  private void measuredOnce(int at) {
    MeasureSettings measure = content.measures().get(at);
    for (int before = 0; before < at; before++) {
      MeasureSettings other = content.measures().get(before);
      if (other.characteristic().equals(measure.characteristic())
          && other.equipment().equals(measure.equipment())) {
        throw file.complaint(
            KeyPath.of("measures", at, "characteristic"),
            "'%s' of this machine stands in line %d already, expected another name"
                .formatted(
                    measure.characteristic(),
                    file.line(KeyPath.of("measures", before, "characteristic"))));
      }
    }
  }
}
