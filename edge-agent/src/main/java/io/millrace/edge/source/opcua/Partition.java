package io.millrace.edge.source.opcua;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Parts the items of a source into subscriptions; what a counter needs stays together. */
final class Partition {
  /** Items of one subscription; some servers send no more than that in one interval. */
  static final int ITEMS_MAX = 1_000;

  private Partition() {}

  /** Each tag once; groups that share a tag are one. */
  static List<List<String>> of(Collection<String> tags, List<Group> groups) {
    Set<String> left = new LinkedHashSet<>(tags);
    List<List<String>> parts = new ArrayList<>();
    List<String> part = new ArrayList<>();
    for (String tag : tags) {
      List<String> together = left.contains(tag) ? together(tag, groups) : List.of();
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

  private static List<String> together(String tag, List<Group> groups) {
    Set<String> together = new LinkedHashSet<>(List.of(tag));
    int before = 0;
    while (before < together.size()) {
      before = together.size();
      groups.stream()
          .map(Group::tags)
          .filter(some -> some.stream().anyMatch(together::contains))
          .forEach(together::addAll);
    }
    return List.copyOf(together);
  }
}
