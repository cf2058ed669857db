package io.millrace.relay.flow.language;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import io.millrace.v1.Event;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an expression may name: messages (the event and its body) and single values by their full
 * names, such as {@code steps.hold.document}; and for names that people may expect, why they are
 * not there. Immutable but for the compiler, which is made once; one thread.
 */
final class Scope {
  /** Decimals as text: compared by quantity(…) only. */
  private static final CelType TEXT = SimpleType.STRING;

  static final Scope EMPTY = new Scope(Map.of(), Map.of(), Map.of(), "");

  private final Map<String, Descriptor> messages;
  private final Map<String, CelType> values;
  private final Map<String, String> absent;
  private final String body;
  private @Nullable CelCompiler compiler;

  private Scope(
      Map<String, Descriptor> messages,
      Map<String, CelType> values,
      Map<String, String> absent,
      String body) {
    this.messages = Map.copyOf(messages);
    this.values = Map.copyOf(values);
    this.absent = Map.copyOf(absent);
    this.body = body;
  }

  /** With an event whose body is that field. */
  Scope event(FieldDescriptor field) {
    Map<String, Descriptor> more = new TreeMap<>();
    more.put(Vocabulary.EVENT, Event.getDescriptor());
    more.put(field.getName(), field.getMessageType());
    return new Scope(more, values, absent, field.getName());
  }

  /** With a value of that full name. */
  Scope value(String name, CelType type) {
    Map<String, CelType> more = new TreeMap<>(values);
    more.put(name, type);
    return new Scope(messages, more, absent, body);
  }

  /** With texts of those names below the first. */
  Scope texts(String root, List<String> names) {
    Scope scope = this;
    for (String name : names) {
      scope = scope.value(root + "." + name, TEXT);
    }
    return scope;
  }

  /** With a reason why that name, or what stands below it, cannot be used. */
  Scope without(String name, String why) {
    Map<String, String> more = new TreeMap<>(absent);
    more.put(name, why);
    return new Scope(messages, values, more, body);
  }

  Map<String, Descriptor> messages() {
    return messages;
  }

  /** Why it is not there; null when nothing is known about it. */
  @Nullable String whyNot(String name) {
    return absent.get(name);
  }

  /** Whether it is known about some name below that one why it is not there. */
  boolean tellsBelow(String name) {
    return absent.keySet().stream().anyMatch(each -> each.startsWith(name + "."));
  }

  /** The field of an event that is set; empty where no event is named. */
  String body() {
    return body;
  }

  /** Whether a value has that full name. */
  boolean hasValue(String name) {
    return values.containsKey(name);
  }

  /** The names that may follow the path among the values, sorted; all first names for "". */
  List<String> below(String path) {
    String prefix = path.isEmpty() ? "" : path + ".";
    TreeSet<String> found = new TreeSet<>();
    values.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .forEach(name -> found.add(name.substring(prefix.length()).split("\\.", 2)[0]));
    if (path.isEmpty()) {
      found.addAll(messages.keySet());
    }
    return List.copyOf(found);
  }

  CelCompiler compiler() {
    if (compiler == null) {
      var builder = Vocabulary.compiler();
      messages.forEach(
          (name, type) -> builder.addVar(name, StructTypeReference.create(type.getFullName())));
      values.forEach(builder::addVar);
      compiler = builder.build();
    }
    return compiler;
  }
}
