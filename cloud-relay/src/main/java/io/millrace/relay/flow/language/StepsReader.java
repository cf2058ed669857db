package io.millrace.relay.flow.language;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.base.config.Nearest;
import io.millrace.relay.connector.Operation;
import io.millrace.relay.connector.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the steps of one flow in their order; each knows what those before it leave behind. */
final class StepsReader {
  private static final List<String> SUMS = List.of("good", "scrap", "rework", "total");
  private static final List<String> KINDS = List.of("call", "lookup", "map", "when", "wait");
  private static final Map<String, Set<String>> KEYS =
      Map.of(
          "call", Set.of("name", "call", "effect", "key", "with"),
          "lookup", Set.of("name", "lookup", "key", "with"),
          "map", Set.of("name", "map"),
          "when", Set.of("name", "when"),
          "wait", Set.of("name", "wait", "where", "match", "any_plant", "limit"));
  private static final String VARIABLE = "[a-z][a-z0-9_]{0,62}";

  private final Map<String, Target> targets;
  private final boolean windowed;
  private final Map<String, Part> names = new LinkedHashMap<>();
  private Scope scope;
  private boolean documentMade;

  StepsReader(Map<String, Target> targets, Scope scope, boolean windowed) {
    this.targets = targets;
    this.windowed = windowed;
    this.scope =
        scope
            .without("steps", "no step before this one leaves anything behind")
            .without("vars", "no map step stands before this one")
            .without(
                "confirmed",
                windowed
                    ? "no step before this one makes a document"
                    : "only flows with a window have sums");
  }

  List<Step> read(Part part) {
    List<Part> items = part.items();
    if (items.isEmpty() || items.size() > FlowReader.STEPS_MAX) {
      throw part.wrong(
          "has %d steps, expected 1 to %d".formatted(items.size(), FlowReader.STEPS_MAX));
    }
    List<String> all = new ArrayList<>();
    items.forEach(item -> all.add(name(item)));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      foretell(all.subList(i, all.size()));
      steps.add(step(items.get(i), all.get(i)));
    }
    if (windowed && steps.stream().noneMatch(StepsReader::makesDocument)) {
      throw part.wrong("has no call: the counts of its windows would go nowhere");
    }
    return steps;
  }

  /** The form with one call at the top, whose inputs are all that a window has. */
  Step.Call single(Part flow, Map<String, Part> keys) {
    for (String key : List.of("effect", "target", "operation")) {
      if (!keys.containsKey(key)) {
        throw flow.missing(key, keys.keySet());
      }
    }
    String effect = FlowReader.matching(Part.at(keys, "effect"), "a name of a-z, 0-9 and -");
    Part named = Part.at(keys, "target");
    Target target = targets.get(named.text());
    if (target == null) {
      throw named.wrong(FlowReader.unknown("target", named.text(), targets.keySet()));
    }
    Part asked = Part.at(keys, "operation");
    Operation operation = operation(asked, target, asked.text(), false);
    for (String input : operation.inputs()) {
      if (!windowed || !FlowReader.WINDOW.contains(input)) {
        throw asked.wrong(
            "operation %s of target %s needs '%s', which a window has not: expected one of %s%s"
                .formatted(
                    asked.text(),
                    target.target(),
                    input,
                    String.join(", ", FlowReader.WINDOW),
                    Nearest.suggestion(input, FlowReader.WINDOW)));
      }
    }
    return new Step.Call(
        asked.text(),
        target.target(),
        asked.text(),
        effect,
        null,
        null,
        List.copyOf(operation.result().keySet()),
        false);
  }

  private static boolean makesDocument(Step step) {
    return step instanceof Step.Call call && !call.isLookup();
  }

  private void foretell(List<String> later) {
    later.forEach(
        name ->
            scope =
                scope.without(
                    "steps." + name,
                    name.equals(later.get(0))
                        ? "it is this step"
                        : "step '" + name + "' comes later"));
  }

  private String name(Part item) {
    Map<String, Part> keys = item.entries();
    Part part = keys.get("name");
    if (part == null) {
      throw item.missing("name", keys.keySet());
    }
    String name = part.text();
    if (!name.matches(VARIABLE)) {
      throw part.wrong("'" + name + "' is not a name of a-z, 0-9 and _");
    }
    if (names.put(name, part) != null) {
      throw part.wrong("'" + name + "' is the name of a step before");
    }
    return name;
  }

  private Step step(Part item, String name) {
    Map<String, Part> keys = item.entries();
    List<String> kinds = KINDS.stream().filter(keys::containsKey).toList();
    if (kinds.size() > 1) {
      throw Part.at(keys, kinds.get(1)).wrong("a step is one thing, this one is a " + kinds.get(0));
    }
    if (kinds.isEmpty()) {
      keys.keySet().stream()
          .filter(key -> !key.equals("name"))
          .forEach(key -> refuseKind(Part.at(keys, key), key));
      throw item.wrong("does nothing, expected one of " + String.join(", ", KINDS));
    }
    String kind = kinds.get(0);
    Map<String, Part> known = item.entries(KEYS.getOrDefault(kind, Set.of()));
    return switch (kind) {
      case "call", "lookup" -> call(item, known, name, kind);
      case "map" -> map(Part.at(known, "map"), name);
      case "when" -> new Step.When(name, Expressions.condition(Part.at(known, "when"), scope));
      default -> wait(item, known, name);
    };
  }

  private static void refuseKind(Part part, String key) {
    String near = Nearest.suggestion(key, KINDS);
    if (!near.isEmpty()) {
      throw part.wrong(
          "unknown step '%s', expected one of %s%s".formatted(key, String.join(", ", KINDS), near));
    }
  }

  private Step.Call call(Part item, Map<String, Part> keys, String name, String kind) {
    boolean reads = kind.equals("lookup");
    Part asked = Part.at(keys, kind);
    String[] path = asked.text().split("\\.", 2);
    Target target = targets.get(path[0]);
    if (target == null) {
      throw asked.wrong(FlowReader.unknown("target", path[0], targets.keySet()));
    }
    String operationName = path.length < 2 ? "" : path[1];
    Operation operation = operation(asked, target, operationName, reads);
    Part effect = keys.get("effect");
    if (!reads && effect == null) {
      throw item.missing("effect", keys.keySet());
    }
    String effectName =
        effect == null ? "" : FlowReader.matching(effect, "a name of a-z, 0-9 and -");
    Map<String, Expression> inputs = inputs(item, keys.get("with"), asked, operation);
    Part lane = keys.get("key");
    Expression laneKey = lane == null ? null : Expressions.value(lane, scope);
    boolean sums =
        inputs.values().stream().anyMatch(input -> input.source().contains("confirmed."));
    leaveBehind(name, operation, reads);
    return new Step.Call(
        name,
        target.target(),
        operationName,
        effectName,
        laneKey,
        inputs,
        List.copyOf(operation.result().keySet()),
        sums);
  }

  private void leaveBehind(String name, Operation operation, boolean reads) {
    List<String> names = new ArrayList<>(operation.result().keySet());
    if (!reads) {
      names.add("document");
      names.add("reference");
      if (windowed && !documentMade) {
        scope = scope.texts("confirmed", SUMS);
      }
      documentMade = true;
    }
    scope = scope.texts("steps." + name, names);
  }

  private static Operation operation(Part asked, Target target, String name, boolean reads) {
    Operation operation = target.operations().get(name);
    if (operation == null) {
      throw asked.wrong(
          FlowReader.unknown(
              "operation of target " + target.target(), name, target.operations().keySet()));
    }
    if (operation.isLookup() != reads) {
      throw asked.wrong(
          reads
              ? "'%s' changes something, it is asked by call and an effect".formatted(asked.text())
              : "'%s' only reads, it is asked by lookup".formatted(asked.text()));
    }
    return operation;
  }

  private Map<String, Expression> inputs(
      Part item, @Nullable Part with, Part asked, Operation operation) {
    Map<String, Part> given = with == null ? Map.of() : with.entries();
    for (Map.Entry<String, Part> each : given.entrySet()) {
      if (!operation.inputs().contains(each.getKey())) {
        throw each.getValue()
            .wrong(
                FlowReader.unknown("input of " + asked.text(), each.getKey(), operation.inputs()));
      }
    }
    for (String needed : operation.inputs()) {
      if (!given.containsKey(needed)) {
        throw (with == null ? item : with)
            .wrong(
                "%s needs '%s', which %s"
                    .formatted(
                        asked.text(),
                        needed,
                        with == null
                            ? "no 'with' gives"
                            : "is not given, found "
                                + (given.isEmpty()
                                    ? "nothing"
                                    : String.join(", ", given.keySet()))));
      }
    }
    Map<String, Expression> inputs = new LinkedHashMap<>();
    given.forEach((key, part) -> inputs.put(key, Expressions.value(part, scope)));
    return inputs;
  }

  private Step map(Part part, String name) {
    Map<String, Expression> values = new LinkedHashMap<>();
    Map<String, Expressions.Typed> typed = new TreeMap<>();
    part.entries()
        .forEach(
            (key, value) -> {
              if (!key.matches(VARIABLE)) {
                throw value.wrong("'" + key + "' is not a name of a-z, 0-9 and _");
              }
              if (scope.hasValue("vars." + key)) {
                throw value.wrong("'" + key + "' is taken by a map before");
              }
              Expressions.Typed read = Expressions.typed(value, scope);
              typed.put(key, read);
              values.put(key, read.expression());
            });
    typed.forEach((key, read) -> scope = scope.value("vars." + key, read.type()));
    return new Step.Compute(name, values);
  }

  private Step wait(Part item, Map<String, Part> keys, String name) {
    Part asked = Part.at(keys, "wait");
    Map<String, FieldDescriptor> bodies = Vocabulary.bodies();
    String type = asked.text();
    if (!bodies.containsKey(type)) {
      throw asked.wrong(FlowReader.unknown("event", type, bodies.keySet()));
    }
    if (type.equals("ProductionCount")) {
      throw asked.wrong("counts wake no run, they gather in windows: wait for another event");
    }
    for (String key : List.of("match", "limit")) {
      if (!keys.containsKey(key)) {
        throw item.missing(key, keys.keySet());
      }
    }
    FieldDescriptor body = Objects.requireNonNull(bodies.get(type));
    Scope theirs = Scope.EMPTY.event(body);
    List<Part> match = Part.at(keys, "match").items();
    if (match.size() != 2) {
      throw Part.at(keys, "match")
          .wrong("has %d parts, expected two: the event's and the run's".formatted(match.size()));
    }
    Part where = keys.get("where");
    Part anyPlant = keys.get("any_plant");
    return new Step.Wait(
        name,
        type,
        where == null ? null : Expressions.condition(where, scope.event(body)),
        Expressions.value(match.get(0), theirs),
        Expressions.value(match.get(1), scope),
        anyPlant != null && anyPlant.truth(),
        FlowReader.duration(Part.at(keys, "limit"), Step.Wait.LIMIT_MAX));
  }
}
