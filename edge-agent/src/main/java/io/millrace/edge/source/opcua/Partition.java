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

/**
 * The items of a source parted into subscriptions, which go by their number in this list; the
 * groups, which a derivation needs, stay together.
 */
record Partition(List<Group> groups, List<List<String>> subscriptions) {
  /** Items of one subscription; some servers send no more than that in one interval. */
  static final int ITEMS_MAX = 1_000;

  Partition {
    groups = List.copyOf(groups);
    subscriptions = List.copyOf(subscriptions);
  }

  /** Each tag once; groups that share a tag are one. */
  static Partition of(Collection<String> tags, List<Group> groups) {
    Set<String> left = new LinkedHashSet<>(tags);
    Map<String, List<Group>> byTag = new HashMap<>();
    for (Group group : groups) {
      group.tags().forEach(tag -> byTag.computeIfAbsent(tag, key -> new ArrayList<>()).add(group));
    }
    List<List<String>> subscriptions = new ArrayList<>();
    List<String> subscription = new ArrayList<>();
    for (String tag : tags) {
      List<String> together = left.contains(tag) ? together(tag, byTag) : List.of();
      if (!subscription.isEmpty() && subscription.size() + together.size() > ITEMS_MAX) {
        subscriptions.add(subscription);
        subscription = new ArrayList<>();
      }
      subscription.addAll(together);
      together.forEach(left::remove);
    }
    subscriptions.add(subscription);
    return new Partition(groups, subscriptions.stream().filter(some -> !some.isEmpty()).toList());
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
