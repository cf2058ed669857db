package io.millrace.edge.source.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LearnedPlanTest {
  private static final Space HOLDING = new Space("holding", 125);
  private static final Duration RETRY = Duration.ofSeconds(30);
  private static final int ROUNDS = 500;
  private static final int SCANS_TO_LEARN = 20;

  @Test
  void whateverIsMissingCostsOnlyTheTagsThatNeedIt() {
    long seed = new Random().nextLong();
    System.err.println("LearnedPlanTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Need> needs = needs(random);
      Set<Integer> missing = missing(random);
      Set<Need> readable = new HashSet<>(needs);
      readable.removeIf(need -> touches(need.start(), need.end(), missing));
      LearnedPlan plan = new LearnedPlan(needs, List.of(), random.nextInt(12), RETRY);

      for (int scan = 0; scan < SCANS_TO_LEARN; scan++) {
        assertThat(read(plan, missing, 0)).isEqualTo(readable);
      }
      read(plan, missing, 0);

      assertThat(refusals).as("refusals once all is learned").isZero();
      assertThat(plan.refusedTags()).hasSize(needs.size() - readable.size());
    }
  }

  @Test
  void aRefusedTagIsAskedAloneAgainOnlyAfterAWhileAndComesBack() {
    List<Need> needs = List.of(word("a", 0), word("b", 1), word("c", 2));
    LearnedPlan plan = new LearnedPlan(needs, List.of(), 8, RETRY);
    read(plan, Set.of(1), 0);

    read(plan, Set.of(1), RETRY.toNanos() - 1);
    assertThat(refusals).isZero();
    assertThat(plan.refusedTags()).containsOnlyKeys("b");

    assertThat(read(plan, Set.of(), RETRY.toNanos())).hasSize(3);
    assertThat(plan.refusedTags()).isEmpty();
    read(plan, Set.of(), RETRY.toNanos());
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void aDeviceThatGivesLessPerRequestIsAskedForLess() {
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < 125; i++) {
      needs.add(word("w" + i, i));
    }
    LearnedPlan plan = new LearnedPlan(needs, List.of(), 8, RETRY);
    for (int scan = 0; scan < SCANS_TO_LEARN; scan++) {
      readAtMost(plan, 64);
    }

    assertThat(readAtMost(plan, 64)).hasSize(125);
    assertThat(refusals).isZero();
    assertThat(requests).isLessThanOrEqualTo(3);
  }

  @Test
  void anUnknownFunctionIsNotHalved() {
    LearnedPlan plan = new LearnedPlan(List.of(word("a", 0), word("b", 1)), List.of(), 8, RETRY);

    List<Block> instead = plan.refused(plan.begin(0).get(0), false, "exception 1", 0);

    assertThat(instead).isEmpty();
    assertThat(plan.refusedTags()).containsOnlyKeys("a", "b");
  }

  private int requests;
  private int refusals;

  private Set<Need> read(LearnedPlan plan, Set<Integer> missing, long now) {
    return read(plan, now, block -> touches(block.start(), block.end(), missing));
  }

  private Set<Need> readAtMost(LearnedPlan plan, int units) {
    return read(plan, 0, block -> block.length() > units);
  }

  private Set<Need> read(LearnedPlan plan, long now, java.util.function.Predicate<Block> refuses) {
    requests = 0;
    refusals = 0;
    Set<Need> read = new HashSet<>();
    Deque<Block> waiting = new ArrayDeque<>(plan.begin(now));
    while (!waiting.isEmpty()) {
      Block block = waiting.remove();
      requests++;
      if (refuses.test(block)) {
        refusals++;
        plan.refused(block, true, "exception 2", now).forEach(waiting::add);
      } else {
        plan.answered(block);
        read.addAll(block.needs());
      }
    }
    return read;
  }

  private static List<Need> needs(Random random) {
    List<Need> needs = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < 1 + random.nextInt(60); i++) {
      int length = 1 + random.nextInt(4);
      needs.add(new Need("t" + i, HOLDING, at, length));
      at += length + random.nextInt(6);
    }
    return needs;
  }

  private static Set<Integer> missing(Random random) {
    Set<Integer> missing = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(300);
      for (int j = random.nextInt(20); j > 0; j--) {
        missing.add(at + j);
      }
    }
    return missing;
  }

  private static boolean touches(int from, int to, Set<Integer> missing) {
    for (int i = from; i < to; i++) {
      if (missing.contains(i)) {
        return true;
      }
    }
    return false;
  }

  private static Need word(String tag, int at) {
    return new Need(tag, HOLDING, at, 1);
  }
}
