package io.millrace.base.config;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.io.StringReader;
import java.util.List;
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

/** Finds line and column of a key; the parser's own position is already behind what it read. */
final class Place {
  private Place() {}

  /** {@code line:column}, both from 1, of the deepest step that exists; null for broken YAML. */
  static @Nullable String of(String yaml, List<Reference> path) {
    try {
      Node node = new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
      return node == null ? null : text(walk(node, path));
    } catch (YAMLException e) {
      return null;
    }
  }

  private static Mark walk(Node root, List<Reference> path) {
    Mark mark = root.getStartMark();
    Node node = root;
    for (Reference step : path) {
      if (node instanceof MappingNode mapping) {
        NodeTuple entry = entry(mapping, String.valueOf(step.getFieldName()));
        if (entry == null) {
          return mark;
        }
        mark = entry.getKeyNode().getStartMark();
        node = entry.getValueNode();
      } else if (node instanceof SequenceNode sequence
          && step.getIndex() >= 0
          && step.getIndex() < sequence.getValue().size()) {
        node = sequence.getValue().get(step.getIndex());
        mark = node.getStartMark();
      }
    }
    return mark;
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
