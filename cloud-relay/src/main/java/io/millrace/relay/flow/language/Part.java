package io.millrace.relay.flow.language;

import io.millrace.base.config.KeyPath;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A value of a YAML file that knows where it stands. Lines and columns count from 1. */
final class Part {
  /** Documents in one file. */
  static final int DOCUMENTS_MAX = 50;

  /** Characters of a file. */
  static final int FILE_CHARACTERS_MAX = 262_144;

  private final String file;
  private final int[] whole;
  private final Node node;
  private final Mark at;
  private final KeyPath path;

  private Part(String file, int[] whole, Node node, Mark at, KeyPath path) {
    this.file = file;
    this.whole = whole;
    this.node = node;
    this.at = at;
    this.path = path;
  }

  /** The value of a key that the caller has made sure of. */
  static Part at(Map<String, Part> keys, String key) {
    return Objects.requireNonNull(keys.get(key), key);
  }

  /** The documents of a file, at least one. CONFIG_INVALID when it is no YAML. */
  static List<Part> documents(String file, String yaml) {
    if (yaml.length() > FILE_CHARACTERS_MAX) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, file + ": has over " + FILE_CHARACTERS_MAX + " characters");
    }
    List<Part> documents = new ArrayList<>();
    int[] whole = yaml.codePoints().toArray();
    try {
      for (Node root : new Yaml(new LoaderOptions()).composeAll(new StringReader(yaml))) {
        documents.add(new Part(file, whole, root, root.getStartMark(), KeyPath.of()));
      }
    } catch (MarkedYAMLException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          "%s:%s: is no YAML: %s".formatted(file, text(e.getProblemMark()), e.getProblem()),
          e);
    }
    if (documents.isEmpty() || documents.size() > DOCUMENTS_MAX) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          documents.isEmpty()
              ? file + ": is empty"
              : file + ": holds over " + DOCUMENTS_MAX + " documents");
    }
    return documents;
  }

  /** The values by key, in the file's order; refuses keys that are none of the known. */
  Map<String, Part> entries(Collection<String> known) {
    Map<String, Part> entries = entries();
    entries.forEach(
        (key, part) -> {
          if (!known.contains(key)) {
            throw complaint(
                part.at,
                path,
                "unknown key '%s', expected one of %s%s"
                    .formatted(
                        key,
                        String.join(", ", known.stream().sorted().toList()),
                        Nearest.suggestion(key, known)));
          }
        });
    return entries;
  }

  /** As above, whatever the keys are. */
  Map<String, Part> entries() {
    if (!(node instanceof MappingNode mapping)) {
      throw wrong("expected keys with values, found " + found());
    }
    Map<String, Part> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw complaint(tuple.getKeyNode().getStartMark(), path, "a key is text");
      }
      String name = key.getValue();
      Part part = new Part(file, whole, tuple.getValueNode(), key.getStartMark(), path.then(name));
      if (entries.put(name, part) != null) {
        throw complaint(key.getStartMark(), path, "duplicate key '" + name + "'");
      }
    }
    return entries;
  }

  /** The values of a list. */
  List<Part> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong("expected a list, found " + found());
    }
    List<Part> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(new Part(file, whole, item, item.getStartMark(), path.then(items.size())));
    }
    return items;
  }

  /** Text, or a number or truth as it was written. */
  String text() {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      throw wrong("expected text, found " + found());
    }
    return scalar.getValue();
  }

  /** As {@link #text()}, with the place of each of its characters. */
  Scalar scalar() {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      throw wrong("expected text, found " + found());
    }
    return Scalar.of(scalar, whole);
  }

  /** True or false. */
  boolean truth() {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong("expected true or false, found " + found());
    }
    return text.equals("true");
  }

  /** A whole number. */
  long whole() {
    try {
      return Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw wrong("expected a whole number, found " + found());
    }
  }

  /** CONFIG_INVALID about this value, at its key. */
  MillraceException wrong(String text) {
    return complaint(at, path, text);
  }

  /** CONFIG_INVALID about a key below this value that is not there. */
  MillraceException missing(String key, Collection<String> beside) {
    return complaint(
        at,
        path.then(key),
        "is missing"
            + beside.stream()
                .filter(other -> !Nearest.suggestion(other, List.of(key)).isEmpty())
                .findFirst()
                .map(other -> ", is '" + other + "' meant to be it?")
                .orElse(""));
  }

  /** CONFIG_INVALID about the character at that offset of this text. */
  MillraceException wrongAt(int offset, String text) {
    return new MillraceException(
        ErrorCode.CONFIG_INVALID,
        "%s:%s: %s: %s".formatted(file, scalar().place(offset), path, text));
  }

  /** Name of the file. */
  String file() {
    return file;
  }

  private MillraceException complaint(Mark where, KeyPath about, String text) {
    String key = about.steps().isEmpty() ? "" : about + ": ";
    return new MillraceException(
        ErrorCode.CONFIG_INVALID, "%s:%s: %s%s".formatted(file, text(where), key, text));
  }

  private String found() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? "nothing" : "'" + scalar.getValue() + "'";
    }
    return node instanceof SequenceNode ? "a list" : "keys with values";
  }

  private static String text(@Nullable Mark mark) {
    return mark == null ? "1:1" : (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }
}
