package io.millrace.edge.source.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Space HOLDING = new Space("holding", 125);
  private static final Space COIL = new Space("coil", 2000);
  private static final int ROUNDS = 3_000;

  @Test
  void anyTagsAreReadOnceWithinTheLimitsAndNothingTwice() {
    long seed = new Random().nextLong();
    System.err.println("PlannerTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Need> needs = apart(random);
      int gapMax = random.nextInt(20);
      List<Set<String>> groups = groups(random, needs);

      Plan plan = new Planner(gapMax).plan(needs, groups);

      assertCovered(plan, needs);
      assertWithinLimits(plan);
      assertNoOverlap(plan);
      assertGroups(plan, groups);
      if (groups.isEmpty()) {
        assertThat(plan.blocks()).hasSize(fewest(needs, gapMax));
      }
    }
  }

  @Test
  void gapsAreReadThroughUpToTheLimitOnly() {
    List<Need> needs = List.of(word("a", 0), word("b", 9), word("c", 19));

    Plan plan = new Planner(8).plan(needs, List.of());

    assertThat(plan.blocks()).extracting(Block::start).containsExactly(0, 19);
    assertThat(plan.blocks()).extracting(Block::length).containsExactly(10, 1);
  }

  @Test
  void aValueOfSeveralRegistersIsNeverTorn() {
    List<Need> needs = new ArrayList<>();
    IntStream.range(0, 124).forEach(i -> needs.add(word("w" + i, i)));
    needs.add(new Need("long", HOLDING, 124, 4));

    Plan plan = new Planner(0).plan(needs, List.of());

    assertThat(plan.blocks()).extracting(Block::start).containsExactly(0, 124);
  }

  @Test
  void overlappingTagsShareOneRequest() {
    List<Need> needs =
        List.of(
            new Need("text", HOLDING, 100, 20),
            word("inside", 105),
            new Need("over", HOLDING, 118, 4));

    Plan plan = new Planner(0).plan(needs, List.of());

    assertThat(plan.blocks()).singleElement().satisfies(b -> assertThat(b.length()).isEqualTo(22));
  }

  @Test
  void counterOrderAndMarkerAreKeptInOneRequestWhereTheyFit() {
    List<Need> needs = List.of(word("good", 0), word("marker", 50), word("order", 120));

    Plan plan = new Planner(8).plan(needs, List.of(Set.of("good", "order", "marker")));

    assertThat(plan.blocks()).hasSize(1);
    assertThat(plan.split()).isEmpty();
  }

  @Test
  void aGroupThatDoesNotFitIsSplitAndSaysSo() {
    List<Need> needs = List.of(word("good", 0), word("order", 125));

    Plan plan = new Planner(8).plan(needs, List.of(Set.of("good", "order")));

    assertThat(plan.blocks()).hasSize(2);
    assertThat(plan.split()).containsExactly(Set.of("good", "order"));
  }

  @Test
  void aGroupGivesWayWhereItWouldMakeBlocksOverlap() {
    List<Need> needs = List.of(word("a", 0), word("b", 120), word("c", 50), word("d", 170));

    Plan plan = new Planner(8).plan(needs, List.of(Set.of("a", "b"), Set.of("c", "d")));

    assertNoOverlap(plan);
    assertThat(plan.split()).hasSize(1);
  }

  private static Need word(String tag, int at) {
    return new Need(tag, HOLDING, at, 1);
  }

  /** Needs that do not overlap. */
  private static List<Need> apart(Random random) {
    List<Need> needs = new ArrayList<>();
    for (Space space : List.of(HOLDING, COIL)) {
      int at = random.nextInt(30);
      int count = random.nextInt(40);
      for (int i = 0; i < count; i++) {
        int length = space.equals(COIL) ? 1 : 1 + random.nextInt(random.nextInt(10) == 0 ? 125 : 4);
        needs.add(new Need(space.name() + i, space, at, length));
        at += length + (random.nextBoolean() ? 0 : random.nextInt(30));
      }
    }
    return needs;
  }

  private static List<Set<String>> groups(Random random, List<Need> needs) {
    List<Set<String>> groups = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0 && !needs.isEmpty(); i--) {
      Set<String> group = new HashSet<>();
      for (int j = 0; j < 3; j++) {
        group.add(needs.get(random.nextInt(needs.size())).tag());
      }
      groups.add(group);
    }
    return groups;
  }

  /** By trying every way to cut a sorted row into blocks. */
  private static int fewest(List<Need> needs, int gapMax) {
    int[] fewest = new int[needs.size() + 1];
    for (int to = 1; to <= needs.size(); to++) {
      fewest[to] = Integer.MAX_VALUE;
      for (int from = to - 1; from >= 0 && joinable(needs.subList(from, to), gapMax); from--) {
        fewest[to] = Math.min(fewest[to], fewest[from] + 1);
      }
    }
    return fewest[needs.size()];
  }

  private static boolean joinable(List<Need> row, int gapMax) {
    Space space = row.get(0).space();
    for (int i = 1; i < row.size(); i++) {
      if (row.get(i).start() - row.get(i - 1).end() > gapMax) {
        return false;
      }
    }
    return row.stream().allMatch(need -> need.space().equals(space))
        && row.get(row.size() - 1).end() - row.get(0).start() <= space.unitsMax();
  }

  private static void assertCovered(Plan plan, List<Need> needs) {
    List<Need> read = plan.blocks().stream().flatMap(block -> block.needs().stream()).toList();
    assertThat(read).containsExactlyInAnyOrderElementsOf(needs);
    for (Block block : plan.blocks()) {
      assertThat(block.needs())
          .allMatch(need -> need.space().equals(block.space()))
          .allMatch(need -> need.start() >= block.start() && need.end() <= block.end());
    }
  }

  private static void assertWithinLimits(Plan plan) {
    assertThat(plan.blocks()).allMatch(block -> block.length() <= block.space().unitsMax());
  }

  private static void assertNoOverlap(Plan plan) {
    for (Block one : plan.blocks()) {
      for (Block other : plan.blocks()) {
        assertThat(
                one.equals(other)
                    || !one.space().equals(other.space())
                    || one.end() <= other.start()
                    || other.end() <= one.start())
            .as("%s and %s", one, other)
            .isTrue();
      }
    }
  }

  private static void assertGroups(Plan plan, List<Set<String>> groups) {
    for (Set<String> group : groups) {
      long blocks =
          plan.blocks().stream()
              .filter(block -> block.needs().stream().anyMatch(n -> group.contains(n.tag())))
              .count();
      assertThat(plan.split().contains(group) || blocks == 1).as("%s", group).isTrue();
    }
  }
}
