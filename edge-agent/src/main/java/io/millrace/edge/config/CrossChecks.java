package io.millrace.edge.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.KeyPath;
import io.millrace.base.config.Nearest;
import io.millrace.base.config.Units;
import io.millrace.edge.derive.CounterSettings;
import io.millrace.edge.derive.StateSettings;
import io.millrace.edge.derive.TelemetrySettings;
import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.TagSettings;
import io.millrace.edge.source.TagType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** What must fit together across the parts of agent.yaml. */
final class CrossChecks {
  private static final String EQUIPMENT =
      "the path below the plant, for example press-shop/line-1/press-1";

  private final ConfigFile<AgentFile> file;
  private final AgentFile content;
  private final Map<String, SourceSettings> sources = new LinkedHashMap<>();

  private CrossChecks(ConfigFile<AgentFile> file) {
    this.file = file;
    this.content = file.content();
  }

  /** CONFIG_INVALID names the first thing that does not fit. */
  static void check(ConfigFile<AgentFile> file) {
    CrossChecks checks = new CrossChecks(file);
    checks.names();
    checks.counters();
    checks.states();
    checks.telemetry();
    new DerivedChecks(file, checks).check();
  }

  private void names() {
    once("sources", "name", content.sources().stream().map(SourcePart::name).toList());
    once("counters", "id", content.counters().stream().map(CounterSettings::id).toList());
    once("states", "equipment", content.states().stream().map(StateSettings::equipment).toList());
    once(
        "telemetry",
        "source",
        content.telemetry().stream().map(TelemetrySettings::source).toList());
    content.sources().forEach(source -> sources.put(source.name(), source.settings()));
  }

  /** Names that must differ do; the message says where the first one stands. */
  void once(String list, String key, List<String> names) {
    Map<String, Integer> seen = new HashMap<>();
    for (int at = 0; at < names.size(); at++) {
      Integer first = seen.putIfAbsent(names.get(at), at);
      if (first != null) {
        throw file.complaint(
            KeyPath.of(list, at, key),
            "'%s' stands in line %d already, expected another name"
                .formatted(names.get(at), file.line(KeyPath.of(list, first, key))));
      }
    }
  }

  private void counters() {
    Map<String, String> counted = new HashMap<>();
    for (int at = 0; at < content.counters().size(); at++) {
      CounterSettings counter = content.counters().get(at);
      KeyPath path = KeyPath.of("counters", at);
      checkEquipment(path, counter.equipment());
      TagSettings tag = tag(path, counter.source(), "tag", counter.tag());
      checkType(path, "tag", counter.tag(), tag, TagType::counts, "a whole-number type to count");
      checkTurn(path, counter, tag.kind());
      checkNeighbours(path, counter);
      String other = counted.putIfAbsent(counter.source() + "/" + counter.tag(), counter.id());
      if (other != null) {
        throw file.complaint(
            path.then("tag"),
            "'%s' of source '%s' is counted by '%s' already: it would be counted twice"
                .formatted(counter.tag(), counter.source(), other));
      }
    }
  }

  private void checkTurn(KeyPath path, CounterSettings counter, TagType type) {
    Long given = counter.modulus();
    long modulus = given == null ? type.modulus() : given;
    if (modulus > type.modulus()) {
      throw file.complaint(
          path.then("modulus"),
          "%d is more than %s holds, expected at most %d".formatted(modulus, type, type.modulus()));
    }
    Long resetTo = counter.resetTo();
    if (resetTo != null && resetTo >= modulus) {
      throw file.complaint(
          path.then("reset_to"), "%d is not below the modulus %d".formatted(resetTo, modulus));
    }
    SourceSettings source = Objects.requireNonNull(sources.get(counter.source()));
    long perPoll = counter.maxRate().within(source.poll());
    if (perPoll >= modulus) {
      throw file.complaint(
          path.then("max_rate"),
          "allows %d pieces in one poll of %s, as many as the modulus %d: every count would be"
                  .formatted(perPoll, Units.text(source.poll()), modulus)
              + " uncertain; poll faster or lower max_rate");
    }
  }

  private void checkNeighbours(KeyPath path, CounterSettings counter) {
    if (counter.onOrderChange() != null && counter.orderTag() == null) {
      throw file.complaint(
          path.then("on_order_change"),
          "says nothing without an order_tag, expected one beside it");
    }
    if (counter.orderTag() != null) {
      TagSettings order = tag(path, counter.source(), "order_tag", counter.orderTag());
      checkOrder(path, counter.orderTag(), order);
    }
    if (counter.resetMarker() != null) {
      TagSettings marker = tag(path, counter.source(), "reset_marker", counter.resetMarker());
      checkType(
          path,
          "reset_marker",
          counter.resetMarker(),
          marker,
          TagType::counts,
          "a whole-number type");
    }
  }

  private void states() {
    for (int at = 0; at < content.states().size(); at++) {
      StateSettings state = content.states().get(at);
      KeyPath path = KeyPath.of("states", at);
      checkEquipment(path, state.equipment());
      TagSettings tag = tag(path, state.source(), "tag", state.tag());
      checkType(path, "tag", state.tag(), tag, TagType::counts, "a whole-number type");
    }
  }

  private void telemetry() {
    for (int at = 0; at < content.telemetry().size(); at++) {
      TelemetrySettings part = content.telemetry().get(at);
      KeyPath path = KeyPath.of("telemetry", at);
      SourceSettings source = source(path, part.source());
      List<String> tags = Objects.requireNonNullElse(part.tags(), List.of());
      for (int tag = 0; tag < tags.size(); tag++) {
        checkKnown(path.then("tags", tag), tags.get(tag), source);
      }
    }
  }

  /** CONFIG_INVALID when the path repeats the plant. */
  void checkEquipment(KeyPath path, String equipment) {
    String plant = content.plant() + "/";
    if ((equipment + "/").startsWith(plant)) {
      throw file.complaint(
          path.then("equipment"),
          "'%s' repeats the plant, expected %s".formatted(equipment, EQUIPMENT));
    }
  }

  /** The tag that the part's key names; CONFIG_INVALID when there is none. */
  TagSettings tag(KeyPath path, String source, String key, String tag) {
    return checkKnown(path.then(key), tag, source(path, source));
  }

  private SourceSettings source(KeyPath path, String name) {
    SourceSettings source = sources.get(name);
    if (source == null) {
      throw file.complaint(
          path.then("source"),
          "'%s' is no source, expected one of %s%s"
              .formatted(
                  name,
                  String.join(", ", sources.keySet()),
                  Nearest.suggestion(name, sources.keySet())));
    }
    return source;
  }

  private TagSettings checkKnown(KeyPath path, String name, SourceSettings source) {
    TagSettings tag = source.tags().get(name);
    if (tag == null) {
      throw file.complaint(
          path,
          "'%s' is no tag of source '%s', expected one of %s%s"
              .formatted(
                  name,
                  source.name(),
                  Shortened.list(source.tags().keySet()),
                  Nearest.suggestion(name, source.tags().keySet())));
    }
    return tag;
  }

  /** An order is text or a number, of which 0 is none. */
  void checkOrder(KeyPath path, String name, TagSettings tag) {
    checkType(
        path,
        "order_tag",
        name,
        tag,
        type -> type == TagType.TEXT || type.counts(),
        "text or a whole-number type");
  }

  /** CONFIG_INVALID when the tag is of another type than expected. */
  void checkType(
      KeyPath path,
      String key,
      String name,
      TagSettings tag,
      Predicate<TagType> fits,
      String expected) {
    TagType type = tag.kind();
    if (!fits.test(type)) {
      throw file.complaint(
          path.then(key), "'%s' is of type %s, expected %s".formatted(name, type, expected));
    }
  }
}
