package io.millrace.edge.source.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Needs that must share a request, and the groups that made it so; one need alone has none. */
record Atom(Space space, int start, int end, List<Need> needs, List<Set<String>> groups) {

  static Atom of(Need need) {
    return new Atom(need.space(), need.start(), need.end(), List.of(need), List.of());
  }

  /**
   * All of them as one, or null when they lie in different spaces, too far apart or over a hole.
   */
  static @Nullable Atom join(List<Atom> atoms, Set<String> group, Collection<Hole> holes) {
    List<Need> needs =
        atoms.stream().flatMap(atom -> atom.needs.stream()).sorted(Need.BY_PLACE).toList();
    Space space = needs.get(0).space();
    Block block = Block.around(needs);
    if (needs.stream().anyMatch(need -> !need.space().equals(space))
        || block.length() > space.unitsMax()
        || crossesHole(needs, holes)) {
      return null;
    }
    List<Set<String>> groups = new ArrayList<>();
    atoms.forEach(atom -> groups.addAll(atom.groups));
    groups.add(group);
    return new Atom(space, block.start(), block.end(), needs, List.copyOf(groups));
  }

  private static boolean crossesHole(List<Need> sorted, Collection<Hole> holes) {
    int end = sorted.get(0).end();
    for (Need need : sorted.subList(1, sorted.size())) {
      int gapFrom = end;
      if (holes.stream().anyMatch(hole -> hole.bars(need.space(), gapFrom, need.start()))) {
        return true;
      }
      end = Math.max(end, need.end());
    }
    return false;
  }
}
