package io.millrace.edge.source.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes plans: needs sorted and merged over gaps of at most {@code gapMax} units, never above the
 * size of a request. Blocks overlap only where two tags themselves overlap and do not fit into one
 * request together. Any thread.
 */
final class Planner {
  private final int gapMax;

  /** Gaps of 0 join only neighbours. */
  public Planner(int gapMax) {
    if (gapMax < 0) {
      throw new IllegalArgumentException("gap of " + gapMax + " units, at least 0");
    }
    this.gapMax = gapMax;
  }

  /** A plan that keeps each group in one request where size and holes allow it. */
  Plan plan(Collection<Need> needs, List<Set<String>> together, Collection<Hole> holes) {
    List<Atom> atoms = new ArrayList<>(needs.stream().map(Atom::of).toList());
    List<Set<String>> split = new ArrayList<>();
    for (Set<String> group : together) {
      unite(atoms, group, holes).ifPresent(split::add);
    }
    List<Block> blocks = sweep(atoms, holes);
    Optional<Atom> obstacle = obstacle(blocks, atoms);
    while (obstacle.isPresent()) {
      dissolve(atoms, obstacle.get());
      split.addAll(obstacle.get().groups());
      blocks = sweep(atoms, holes);
      obstacle = obstacle(blocks, atoms);
    }
    return new Plan(blocks, split);
  }

  /** As above, of a device of which nothing was learned yet. */
  public Plan plan(Collection<Need> needs, List<Set<String>> together) {
    return plan(needs, together, List.of());
  }

  /** The group itself when it cannot be united. */
  private static Optional<Set<String>> unite(
      List<Atom> atoms, Set<String> group, Collection<Hole> holes) {
    List<Atom> members =
        atoms.stream()
            .filter(atom -> atom.needs().stream().anyMatch(need -> group.contains(need.tag())))
            .toList();
    if (members.size() < 2) {
      return Optional.empty();
    }
    Atom joined = Atom.join(members, group, holes);
    if (joined == null) {
      return Optional.of(group);
    }
    atoms.removeAll(members);
    atoms.add(joined);
    return Optional.empty();
  }

  private List<Block> sweep(List<Atom> atoms, Collection<Hole> holes) {
    List<Atom> sorted =
        atoms.stream()
            .sorted(
                Comparator.comparing((Atom atom) -> atom.space().name())
                    .thenComparingInt(Atom::start)
                    .thenComparingInt(Atom::end))
            .toList();
    List<Block> blocks = new ArrayList<>();
    List<Need> open = new ArrayList<>();
    for (Atom atom : sorted) {
      if (!open.isEmpty() && !fits(Block.around(open), atom, holes)) {
        blocks.add(Block.around(open));
        open.clear();
      }
      open.addAll(atom.needs());
    }
    if (!open.isEmpty()) {
      blocks.add(Block.around(open));
    }
    return blocks;
  }

  private boolean fits(Block block, Atom next, Collection<Hole> holes) {
    return block.space().equals(next.space())
        && next.start() - block.end() <= gapMax
        && Math.max(block.end(), next.end()) - block.start() <= block.space().unitsMax()
        && holes.stream().noneMatch(hole -> hole.bars(next.space(), block.end(), next.start()));
  }

  /** A united atom that makes two blocks overlap. */
  private static Optional<Atom> obstacle(List<Block> blocks, List<Atom> atoms) {
    for (int i = 1; i < blocks.size(); i++) {
      Block one = blocks.get(i - 1);
      Block other = blocks.get(i);
      if (one.space().equals(other.space()) && other.start() < one.end()) {
        Optional<Atom> united =
            atoms.stream()
                .filter(atom -> !atom.groups().isEmpty())
                .filter(
                    atom ->
                        other.needs().containsAll(atom.needs())
                            || one.needs().containsAll(atom.needs()))
                .findFirst();
        if (united.isPresent()) {
          return united;
        }
      }
    }
    return Optional.empty();
  }

  private static void dissolve(List<Atom> atoms, Atom united) {
    atoms.remove(united);
    united.needs().forEach(need -> atoms.add(Atom.of(need)));
  }
}
