package io.millrace.relay.flow.language;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.base.config.Nearest;
import io.millrace.base.config.Units;
import io.millrace.relay.connector.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one flow. One use per flow; one thread. */
final class FlowReader {
  /** Steps of one flow. */
  static final int STEPS_MAX = 50;

  static final String COUNT = "ProductionCount";
  static final List<String> WINDOW =
      List.of(
          "business_date",
          "equipment",
          "good",
          "machine",
          "order",
          "rework",
          "scrap",
          "total",
          "unit");

  private static final Set<String> STEPS_FORM =
      Set.of("flow", "version", "on", "where", "key", "window", "late", "steps");
  private static final Set<String> CALL_FORM =
      Set.of("flow", "version", "on", "where", "window", "late", "effect", "target", "operation");
  private static final Set<String> WINDOW_KEYS = Set.of("every", "pieces");
  private static final String NAME = "[a-z][a-z0-9-]{0,62}";

  private final Part part;
  private final Map<String, Target> targets;

  FlowReader(Part part, Map<String, Target> targets) {
    this.part = part;
    this.targets = targets;
  }

  /** CONFIG_INVALID names file, line, column, value, what was expected and the nearest name. */
  Flow read(String definition, String digest) {
    boolean bySteps = part.entries().containsKey("steps");
    Map<String, Part> keys = part.entries(bySteps ? STEPS_FORM : CALL_FORM);
    String name = name(required(keys, "flow"));
    int version = version(keys.get("version"));
    String on = on(required(keys, "on"));
    FieldDescriptor body = Objects.requireNonNull(Vocabulary.bodies().get(on));
    Scope trigger = Scope.EMPTY.event(body);
    Part where = keys.get("where");
    Expression condition = where == null ? null : Expressions.condition(where, trigger);
    WindowRule window = window(keys, on);
    Part key = keys.get("key");
    if (key != null && window != null) {
      throw key.wrong("a window has its machine and order as key; give a step a key instead");
    }
    Expression own = key == null ? null : Expressions.value(key, trigger);
    Scope scope = window == null ? trigger : windowed(body);
    List<Step> steps =
        bySteps
            ? new StepsReader(targets, scope, window != null).read(required(keys, "steps"))
            : List.of(new StepsReader(targets, scope, window != null).single(part, keys));
    return new Flow(
        name,
        version,
        digest,
        definition,
        part.file(),
        on,
        condition,
        own,
        window,
        late(keys.get("late"), on),
        steps);
  }

  private Part required(Map<String, Part> keys, String key) {
    Part found = keys.get(key);
    if (found == null) {
      throw part.missing(key, keys.keySet());
    }
    return found;
  }

  private static Scope windowed(FieldDescriptor body) {
    String why = "a flow with a window has no single event, take window.… instead";
    return Scope.EMPTY
        .texts("window", WINDOW)
        .without(Vocabulary.EVENT, why)
        .without(body.getName(), why);
  }

  private static String name(Part part) {
    return matching(part, "a name of a-z, 0-9 and -");
  }

  static String matching(Part part, String what) {
    String text = part.text();
    if (!text.matches(NAME)) {
      throw part.wrong("'" + text + "' is not " + what);
    }
    return text;
  }

  private static int version(@Nullable Part part) {
    if (part == null) {
      return 1;
    }
    long version = part.whole();
    if (version < 1 || version > Integer.MAX_VALUE) {
      throw part.wrong(version + " is not within 1 and " + Integer.MAX_VALUE);
    }
    return (int) version;
  }

  private static String on(Part part) {
    String on = part.text();
    List<String> known =
        Vocabulary.bodies().keySet().stream().filter(each -> !each.equals("Telemetry")).toList();
    if (!known.contains(on)) {
      throw part.wrong(
          "'%s' is not an event that flows take, expected one of %s%s"
              .formatted(on, String.join(", ", known), Nearest.suggestion(on, known)));
    }
    return on;
  }

  private @Nullable WindowRule window(Map<String, Part> keys, String on) {
    Part found = keys.get("window");
    if (!on.equals(COUNT)) {
      if (found != null) {
        throw found.wrong("only " + COUNT + " gathers in windows, each " + on + " is one run");
      }
      return null;
    }
    if (found == null) {
      throw part.missing("window", keys.keySet());
    }
    Map<String, Part> parts = found.entries(WINDOW_KEYS);
    for (String key : List.of("every", "pieces")) {
      if (!parts.containsKey(key)) {
        throw found.missing(key, parts.keySet());
      }
    }
    Part pieces = Part.at(parts, "pieces");
    if (pieces.whole() < 1) {
      throw pieces.wrong(pieces.whole() + " is below 1");
    }
    return new WindowRule(duration(Part.at(parts, "every"), WindowRule.EVERY_MAX), pieces.whole());
  }

  static Duration duration(Part part, Duration most) {
    Duration read;
    try {
      read = Units.duration(part.text());
    } catch (IllegalArgumentException e) {
      throw part.wrong(String.valueOf(e.getMessage()));
    }
    if (read.isZero() || read.compareTo(most) > 0) {
      throw part.wrong(
          "%s is not above zero and at most %s".formatted(part.text(), Units.text(most)));
    }
    return read;
  }

  private static LatePolicy late(@Nullable Part part, String on) {
    if (part == null) {
      return LatePolicy.CASE;
    }
    if (!on.equals(COUNT)) {
      throw part.wrong("only a " + COUNT + " can come late");
    }
    return switch (part.text()) {
      case "post" -> LatePolicy.POST;
      case "case" -> LatePolicy.CASE;
      default ->
          throw part.wrong(
              "'%s' is not one of post, case%s"
                  .formatted(
                      part.text(), Nearest.suggestion(part.text(), Arrays.asList("post", "case"))));
    };
  }

  /** What a name is not, and what there is. */
  static String unknown(String what, String name, Collection<String> known) {
    List<String> sorted = new ArrayList<>(new java.util.TreeSet<>(known));
    return sorted.isEmpty()
        ? "'%s' is no %s: there are none".formatted(name, what)
        : "'%s' is no %s, expected one of %s%s"
            .formatted(name, what, String.join(", ", sorted), Nearest.suggestion(name, sorted));
  }

  static Map<String, Target> byName(Collection<Target> targets) {
    Map<String, Target> byName = new TreeMap<>();
    targets.forEach(target -> byName.put(target.target(), target));
    return byName;
  }
}
