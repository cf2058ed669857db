package io.millrace.relay.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.quantity.Quantity;
import io.millrace.relay.flow.language.Value;
import io.millrace.relay.flow.window.Positions;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.flow.window.WindowKey;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows: its window, what each step left behind, its variables. One thread. Written down
 * as one JSON object of objects of texts: {@code window}, {@code steps.NAME}, {@code vars}, and
 * what no expression reads.
 */
final class Content {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, Map<String, String>>> TEXTS =
      new TypeReference<>() {};
  private static final String WINDOW = "window";
  private static final String VARS = "vars";
  private static final String KEPT = "kept";
  private static final String MEMBERS = "members";
  private static final String MET = "met";

  /** Parts that no expression reads. */
  private static final Set<String> OWN = Set.of(KEPT, MEMBERS, MET);

  private final Map<String, Map<String, String>> parts;

  private Content(Map<String, Map<String, String>> parts) {
    this.parts = parts;
  }

  static Content empty() {
    return new Content(new TreeMap<>());
  }

  static Content of(Map<String, String> window, List<Long> members) {
    Content content = empty();
    content.parts.put(WINDOW, new TreeMap<>(window));
    if (!members.isEmpty()) {
      Map<String, String> ends = new TreeMap<>();
      ends.put("first", Long.toString(members.get(0)));
      ends.put("last", Long.toString(members.get(members.size() - 1)));
      content.parts.put(MEMBERS, ends);
    }
    return content;
  }

  /** Log positions of the first and the last event behind a window. */
  List<Long> ends() {
    return parts.getOrDefault(MEMBERS, new TreeMap<>()).values().stream()
        .map(Long::valueOf)
        .distinct()
        .toList();
  }

  static Content read(String json) {
    if (json.isEmpty()) {
      return empty();
    }
    try {
      return new Content(JSON.readValue(json, TEXTS));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("content of a run is not what we wrote", e);
    }
  }

  String write() {
    try {
      return JSON.writeValueAsString(parts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts that are no JSON", e);
    }
  }

  Map<String, String> window() {
    return parts.getOrDefault(WINDOW, new TreeMap<>());
  }

  void leave(String step, Map<String, String> values) {
    parts.computeIfAbsent("steps." + step, absent -> new TreeMap<>()).putAll(values);
  }

  /** Whether that step has left behind something of each of those names. */
  boolean holds(String step, List<String> names) {
    return parts.getOrDefault("steps." + step, Map.of()).keySet().containsAll(names);
  }

  void set(String variable, Value value) {
    parts.computeIfAbsent(VARS, absent -> new TreeMap<>()).put(variable, value.written());
  }

  /** The event at that log position has ended the wait of that step. */
  void meet(long position, String step) {
    parts.computeIfAbsent(MET, absent -> new TreeMap<>()).put(Long.toString(position), step);
  }

  /** Whether that event has ended a wait already: each ends one of a run. */
  boolean hasMet(long position) {
    return parts.getOrDefault(MET, Map.of()).containsKey(Long.toString(position));
  }

  /** Keeps a window whose counts no posting carries yet. */
  void keep(Window window) {
    Map<String, String> kept = new TreeMap<>();
    kept.put("unit", window.unit);
    kept.put("date", window.businessDate);
    kept.put("members", window.members().toString());
    List<Range> ranges = window.ranges();
    for (int i = 0; i < ranges.size(); i++) {
      kept.put("range." + i, written(ranges.get(i)));
    }
    parts.put(KEPT, kept);
  }

  /** Its counts have found their posting. */
  void letGo() {
    parts.remove(KEPT);
  }

  /** The window that was kept; null when none is. */
  @Nullable Window kept(Run run) {
    Map<String, String> kept = parts.get(KEPT);
    if (kept == null) {
      return null;
    }
    String unit = kept.getOrDefault("unit", "");
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; kept.containsKey("range." + i); i++) {
      ranges.add(range(kept.getOrDefault("range." + i, ""), unit));
    }
    return new Window(
        Window.NOT_STORED,
        new WindowKey(run.flow(), run.plant(), run.equipment(), run.order()),
        unit,
        kept.getOrDefault("date", ""),
        run.openedAt(),
        Positions.parse(kept.getOrDefault("members", "")),
        ranges);
  }

  private static String written(Range range) {
    return String.join(
        "\n",
        range.counter(),
        range.generation(),
        range.kind().name(),
        Long.toString(range.from()),
        Long.toString(range.to()),
        range.quantity().toString());
  }

  private static Range range(String written, String unit) {
    String[] parts = written.split("\n", -1);
    return new Range(
        parts[0],
        parts[1],
        CountKind.valueOf(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Quantity.parse(parts[5]),
        unit);
  }

  /** All values by their full names, as expressions take them. */
  void into(Map<String, Object> names) {
    parts.forEach(
        (part, values) -> {
          if (!OWN.contains(part)) {
            values.forEach(
                (name, text) ->
                    names.put(
                        part + "." + name, part.equals(VARS) ? Value.read(text).raw() : text));
          }
        });
  }
}
