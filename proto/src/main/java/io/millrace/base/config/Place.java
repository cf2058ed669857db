package io.millrace.base.config;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Finds line and column of a key; the parser's own position is already behind what it read. */
final class Place {
  private Place() {}

  /** {@code line:column}, both from 1, of the deepest step that exists; null for broken YAML. */
  static @Nullable String of(String yaml, KeyPath path) {
    return parse(yaml).map(root -> text(find(root, path).mark())).orElse(null);
  }

  /** The first key below the path that stands there without a value; null when none does. */
  static @Nullable String firstEmpty(String yaml, KeyPath path) {
    return parse(yaml).flatMap(root -> firstEmpty(find(root, path).node())).orElse(null);
  }

  /** What stands at exactly that path, as it is told in a message; null when it has no such key. */
  static @Nullable String found(String yaml, KeyPath path) {
    return parse(yaml)
        .map(root -> find(root, path))
        .filter(found -> found.steps() == path.steps().size())
        .map(found -> text(found.node()))
        .orElse(null);
  }

  /** The keys that stand directly below the path. */
  static List<String> keys(String yaml, KeyPath path) {
    List<NodeTuple> entries =
        parse(yaml)
            .map(root -> find(root, path).node())
            .filter(MappingNode.class::isInstance)
            .map(node -> ((MappingNode) node).getValue())
            .orElse(List.of());
    return entries.stream()
        .map(NodeTuple::getKeyNode)
        .filter(ScalarNode.class::isInstance)
        .map(key -> ((ScalarNode) key).getValue())
        .toList();
  }

  private static String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? "nothing" : "'" + scalar.getValue() + "'";
    }
    return node instanceof SequenceNode ? "a list" : "keys with values";
  }

  private static Optional<String> firstEmpty(Node node) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(entry -> entry.getValueNode().getTag().equals(Tag.NULL))
            .map(entry -> ((ScalarNode) entry.getKeyNode()).getValue())
            .findFirst()
        : Optional.empty();
  }

  private static Optional<Node> parse(String yaml) {
    try {
      return Optional.ofNullable(new Yaml(new LoaderOptions()).compose(new StringReader(yaml)));
    } catch (YAMLException e) {
      return Optional.empty();
    }
  }

  /** Where a walk ended, the mark of its last step and how many steps it went. */
  private record Found(Mark mark, Node node, int steps) {}

  private static Found find(Node root, KeyPath path) {
    Mark mark = root.getStartMark();
    Node node = root;
    int steps = 0;
    for (Object step : path.steps()) {
      if (node instanceof MappingNode mapping) {
        NodeTuple entry = entry(mapping, step.toString());
        if (entry == null) {
          return new Found(mark, node, steps);
        }
        mark = entry.getKeyNode().getStartMark();
        node = entry.getValueNode();
      } else if (node instanceof SequenceNode sequence
          && step instanceof Integer index
          && index >= 0
          && index < sequence.getValue().size()) {
        node = sequence.getValue().get(index);
        mark = node.getStartMark();
      } else {
        return new Found(mark, node, steps);
      }
      steps++;
    }
    return new Found(mark, node, steps);
  }

  private static @Nullable NodeTuple entry(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode)
        .filter(tuple -> ((ScalarNode) tuple.getKeyNode()).getValue().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static String text(Mark mark) {
    return (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }
}
