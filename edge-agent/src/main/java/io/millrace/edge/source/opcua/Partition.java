package io.millrace.edge.source.opcua;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parts the items of a source into subscriptions; what a derivation needs stays together. */
final class Partition {
  /** Items of one subscription; some servers send no more than that in one interval. */
  static final int ITEMS_MAX = 1_000;

  private Partition() {}

  /** Each tag once; groups that share a tag are one. */
  static List<List<String>> of(Collection<String> tags, List<Group> groups) {
    Set<String> left = new LinkedHashSet<>(tags);
    Map<String, List<Group>> byTag = new HashMap<>();
    for (Group group : groups) {
      group.tags().forEach(tag -> byTag.computeIfAbsent(tag, key -> new ArrayList<>()).add(group));
    }
    List<List<String>> parts = new ArrayList<>();
    List<String> part = new ArrayList<>();
    for (String tag : tags) {
      List<String> together = left.contains(tag) ? together(tag, byTag) : List.of();
      if (!part.isEmpty() && part.size() + together.size() > ITEMS_MAX) {
        parts.add(part);
        part = new ArrayList<>();
      }
      part.addAll(together);
      together.forEach(left::remove);
    }
    parts.add(part);
    return parts.stream().filter(some -> !some.isEmpty()).toList();
  }

  private static List<String> together(String tag, Map<String, List<Group>> byTag) {
    Set<String> together = new LinkedHashSet<>(List.of(tag));
    Deque<String> reached = new ArrayDeque<>(together);
    for (String next = reached.poll(); next != null; next = reached.poll()) {
      for (Group group : byTag.getOrDefault(next, List.of())) {
        group.tags().stream().filter(together::add).forEach(reached::add);
      }
    }
    return List.copyOf(together);
  }
}
