package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.connector.FakeTarget.Fault;
import io.millrace.relay.posting.Reference;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real engine, its SQL included, through crashes at every commit and a target that drops,
 * refuses and comes late; thousands of steps a seed. A failure names its seed.
 */
class PostingEngineSim {
  private static final int SEEDS = Math.min(500, Integer.getInteger("millrace.sim.seeds", 12));
  private static final int STEPS_MAX = 60_000;
  private static final int ORDERS = 5;
  private static final int EACH = 8;
  private static final Map<Fault, Double> WITHIN_ASSUMPTION =
      Map.of(
          Fault.REFUSED_CONNECTION, 0.03,
          Fault.RATE, 0.04,
          Fault.DOWN, 0.03,
          Fault.LOCKED, 0.03,
          Fault.DROP_BEFORE_COMMIT, 0.06,
          Fault.DROP_AFTER_COMMIT, 0.12,
          Fault.LATE_WITHIN_SETTLE, 0.10);

  @TempDir static Path folder;
  private static Store unused;

  private final long first = Long.getLong("millrace.sim.seed", Clock.system().nanos() >>> 20);

  @BeforeAll
  static void open() {
    unused = Store.open(folder);
  }

  @AfterAll
  static void close() {
    unused.close();
  }

  @Test
  void verifiedBeforeResendNothingIsDoneTwiceAndLanesKeepTheirOrder() {
    int crashed = 0;
    for (long seed : seeds()) {
      try (SimWorld world =
          new SimWorld(unused, seed, "L3", false, WITHIN_ASSUMPTION, 0.004, true)) {
        play(world, seed);
        crashed += world.crashed;

        assertThat(world.duplicates()).as("seed %d: documents twice", seed).isZero();
        assertThat(world.documents()).as("seed %d: documents", seed).hasSize(ORDERS * EACH);
        assertThat(world.cases(CaseClass.DUPLICATE)).as("seed %d", seed).isZero();
        assertOrder(world, seed);
        assertConfirmedOnce(world, seed);
      }
    }
    assertThat(crashed).as("crashes").isGreaterThan(SEEDS);
  }

  @Test
  void withoutVerifyingATargetThatIgnoresRequestKeysEndsWithDuplicates() {
    long duplicates = 0;
    for (long seed : seeds()) {
      try (SimWorld world =
          new SimWorld(unused, seed, "L1", false, WITHIN_ASSUMPTION, 0.004, false)) {
        play(world, seed);
        duplicates += world.duplicates();
      }
    }
    assertThat(duplicates).isPositive();
  }

  @Test
  void aTargetThatHonoursRequestKeysNeedsNoVerifying() {
    for (long seed : seeds()) {
      try (SimWorld world =
          new SimWorld(unused, seed, "L1", true, WITHIN_ASSUMPTION, 0.004, false)) {
        play(world, seed);

        assertThat(world.duplicates()).as("seed %d", seed).isZero();
        assertThat(world.documents()).as("seed %d", seed).hasSize(ORDERS * EACH);
        assertConfirmedOnce(world, seed);
      }
    }
  }

  @Test
  void atATargetThatKeepsTheNewestNoOlderValueComesAfterANewerOne() {
    int crashed = 0;
    for (long seed : seeds()) {
      try (SimWorld world =
          new SimWorld(unused, seed, "L2", false, WITHIN_ASSUMPTION, 0.004, false)) {
        play(world, seed);
        crashed += world.crashed;

        world
            .commits()
            .forEach(
                (order, numbers) ->
                    assertThat(numbers)
                        .as("seed %d, %s", seed, order)
                        .isSorted()
                        .endsWith(EACH - 1));
        assertThat(world.commits()).as("seed %d", seed).hasSize(ORDERS);
        assertConfirmedOnce(world, seed);
      }
    }
    assertThat(crashed).as("crashes").isGreaterThan(SEEDS);
  }

  @Test
  void aCommitBeyondSettleEndsInExactlyOneCaseEach() {
    Map<Fault, Double> beyond =
        Map.of(Fault.LATE_BEYOND_SETTLE, 0.15, Fault.DROP_AFTER_COMMIT, 0.05);
    long duplicates = 0;
    for (long seed : seeds()) {
      try (SimWorld world = new SimWorld(unused, seed, "L3", false, beyond, 0.001, false)) {
        play(world, seed);

        assertThat(world.cases(CaseClass.DUPLICATE))
            .as("seed %d: cases", seed)
            .isEqualTo((int) world.duplicates());
        assertConfirmedOnce(world, seed);
        duplicates += world.duplicates();
      }
    }
    assertThat(duplicates).isPositive();
  }

  @Test
  void noDocumentOfAPostingThatWasGivenUpGoesUnseen() {
    Map<Fault, Double> beyond = Map.of(Fault.LATE_BEYOND_SETTLE, 0.25, Fault.DATA, 0.2);
    int unowned = 0;
    for (long seed : seeds()) {
      try (SimWorld world = new SimWorld(unused, seed, "L3", false, beyond, 0.001, false)) {
        play(world, seed);

        for (String key : world.unconfirmed()) {
          if (world.documents().containsKey(Reference.of(key))) {
            unowned++;
            assertThat(
                    world.count(
                        "SELECT count(*) FROM exception_case c JOIN posting p ON c.subject = p.id"
                            + " WHERE c.fingerprint LIKE '%/found' AND p.key = '"
                            + key
                            + "'"))
                .as("seed %d: %s", seed, key)
                .isPositive();
          }
        }
      }
    }
    assertThat(unowned).isPositive();
  }

  @Test
  void withoutAnyMeansNothingIsSentAgainByItself() {
    int asked = 0;
    for (long seed : seeds()) {
      try (SimWorld world =
          new SimWorld(unused, seed, "L4", false, WITHIN_ASSUMPTION, 0.002, false)) {
        play(world, seed);

        assertThat(world.duplicates()).as("seed %d", seed).isZero();
        asked += world.cases(CaseClass.UNKNOWN_OUTCOME);
        assertThat(world.count("SELECT count(*) FROM posting WHERE state = 'UNKNOWN'"))
            .as("seed %d: one question per posting", seed)
            .isEqualTo(world.cases(CaseClass.UNKNOWN_OUTCOME));
      }
    }
    assertThat(asked).isPositive();
  }

  private List<Long> seeds() {
    return IntStream.range(0, SEEDS).mapToObj(i -> first + i).toList();
  }

  private static void play(SimWorld world, long seed) {
    for (int number = 0; number < EACH; number++) {
      for (int order = 0; order < ORDERS; order++) {
        world.create(order, number);
      }
      world.run(world.random.nextInt(50));
    }
    assertThat(world.run(STEPS_MAX)).as("seed %d comes to an end", seed).isTrue();
  }

  private static void assertOrder(SimWorld world, long seed) {
    world
        .firstCommits()
        .forEach(
            (order, numbers) ->
                assertThat(numbers).as("seed %d, %s", seed, order).isSorted().hasSize(EACH));
  }

  /** Crashes between commit and telling repeat no announcement, since it is part of the commit. */
  private static void assertConfirmedOnce(SimWorld world, long seed) {
    assertThat(new HashSet<>(world.confirmed)).as("seed %d", seed).hasSize(ORDERS * EACH);
    assertThat(world.confirmed).as("seed %d: announced once", seed).hasSize(ORDERS * EACH);
    assertThat(world.count("SELECT count(*) FROM posting WHERE state = 'CONFIRMED'"))
        .as("seed %d: confirmed", seed)
        .isEqualTo(ORDERS * EACH);
  }
}
