package io.millrace.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressTest {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int QUIET_POLLS = 12; // 600 ms

  private final ManualClock clock = new ManualClock();

  @Test
  void whatWasMadeIsTheSumOfOrdersAndOfWhatTheRegistersShowed() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Press press = press(busy(seed, random.nextDouble(1, 50), random.nextBoolean()));
      for (int step = 0; step < 60; step++) {
        clock.pass(Duration.ofMillis(random.nextInt(4_000)));
        meddle(press, random.nextInt(20));

        assertThat(sumOfOrders(press.truth())).as("seed %s", seed).isEqualTo(press.truth().made());
        assertRegistersTell(press);
      }
    }
  }

  @Test
  void aPollerThatSeesOnlyRegistersCountsExactlyWhatWasMade() {
    for (long seed = 0; seed < 20; seed++) {
      Press press = press(busy(seed, 50, true));
      PressReading last = press.reading();
      long good = 0;
      for (int poll = 0; poll < 2_000; poll++) {
        clock.pass(POLL);
        PressReading next = press.reading();
        good +=
            next.resetMarker() == last.resetMarker()
                ? Math.floorMod(low16(next.good()) - low16(last.good()), Counter.MODULUS)
                : low16(next.good());
        last = next;
      }

      assertThat(good).as("seed %s", seed).isEqualTo(press.truth().made().good());
    }
  }

  @Test
  void equalSeedsMakeEqualPiecesHoweverOftenTheyAreAsked() {
    ManualClock otherClock = new ManualClock();
    Plant one = new Plant(busy(7, 20, true), clock);
    Plant other = new Plant(busy(7, 20, true), otherClock);

    IntStream.range(0, 10_000).forEach(i -> passAndAsk(one));
    otherClock.pass(Duration.ofSeconds(100));

    assertThat(one.truth()).isEqualTo(other.truth());
    assertThat(one.truth().get(0).made()).isNotEqualTo(one.truth().get(1).made());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 5, 50})
  void theSixteenBitCounterRollsOverWithinTheFirstMinute(double rate) {
    for (long seed = 0; seed < 20; seed++) {
      Press press =
          press(new PlantSettings(seed, 1, rate, true, Duration.ofSeconds(20), true, null, false));
      clock.pass(Duration.ofSeconds(60));

      assertThat(press.truth().wraps().good()).as("seed %s", seed).isEqualTo(1);
    }
  }

  @Test
  void noPieceIsMadeFromSixHundredMillisBeforeToAfterAnOrderChange() {
    List<PressReading> polls = poll(press(busy(3, 50, true)), 1_200);

    List<Integer> changes = changes(polls, PressReading::order);
    assertThat(changes).hasSizeGreaterThan(5);
    assertThat(changes).allMatch(at -> isQuiet(polls, at, QUIET_POLLS));
  }

  @Test
  void noPieceIsMadeAroundAReset() {
    List<PressReading> polls = poll(press(busy(3, 50, true)), 1_200);

    List<Integer> resets = changes(polls, PressReading::resetMarker);
    assertThat(resets).hasSize(1);
    int at = resets.get(0);
    assertThat(polls.get(at).good()).isZero();
    assertThat(polls.get(at).scrap()).isZero();
    assertThat(isQuiet(polls, at - 1, QUIET_POLLS - 1, 0)).isTrue();
    assertThat(isQuiet(polls, at, 0, QUIET_POLLS)).isTrue();
  }

  @Test
  void withoutAStopPiecesAreMadeRightUpToTheOrderChange() {
    List<PressReading> polls = poll(press(busy(3, 50, false)), 1_200);

    List<Integer> changes = changes(polls, PressReading::order);
    assertThat(changes).hasSizeGreaterThan(5);
    assertThat(changes).anyMatch(at -> !isQuiet(polls, at, 1));
  }

  @Test
  void aStoppedPressMakesNothingAndKeepsItsOrder() {
    Press press = press(busy(1, 50, true));
    clock.pass(Duration.ofSeconds(2));
    press.stop();
    PressTruth atStop = press.truth();

    clock.pass(Duration.ofMinutes(5));
    assertThat(press.truth())
        .usingRecursiveComparison()
        .ignoringFields("stops") // it goes on
        .isEqualTo(atStop);
    assertThat(press.reading().state()).isEqualTo(PressState.STOPPED);

    press.run();
    clock.pass(Duration.ofSeconds(2));
    assertThat(press.truth().made().good()).isGreaterThan(atStop.made().good());
    assertThat(press.truth().order()).isEqualTo("PO-1-001");
  }

  @Test
  void keepsItsRateAndScrapShare() {
    Press press = press(new PlantSettings(5, 1, 50, false, Duration.ofHours(2), true, null, false));
    clock.pass(Duration.ofHours(1));

    GoodScrap made = press.truth().made();
    assertThat((double) made.good() + made.scrap()).isCloseTo(165_000, within(6_000.0));
    assertThat((double) made.scrap() / made.good()).isCloseTo(0.03, within(0.005));
  }

  @Test
  void interventionsWaitForOneAnotherUpToALimit() {
    Press press = press(PlantSettings.quiet(1));
    for (int i = 0; i <= Press.INTERVENTIONS_MAX; i++) {
      press.reset();
    }

    assertThatThrownBy(press::reset).isInstanceOf(IllegalStateException.class);
    clock.pass(Press.QUIET.multipliedBy(2L * Press.INTERVENTIONS_MAX + 2));
    assertThat(press.truth().resets()).isEqualTo(Press.INTERVENTIONS_MAX + 1);
  }

  @Test
  void settingsOutsideTheirBoundsAreRefused() {
    assertThatThrownBy(() -> busy(1, 51, true)).hasMessageContaining("51.0");
    assertThatThrownBy(() -> busy(1, 0, true)).hasMessageContaining("rate");
  }

  private Press press(PlantSettings settings) {
    return new Plant(settings, clock).presses().get(0);
  }

  /** Rolls over, changes orders every 5 s, resets after 12 s. */
  private static PlantSettings busy(long seed, double rate, boolean stopAtOrderChange) {
    return new PlantSettings(
        seed,
        2,
        rate,
        true,
        Duration.ofSeconds(5),
        stopAtOrderChange,
        Duration.ofSeconds(12),
        false);
  }

  private static void meddle(Press press, int choice) {
    switch (choice) {
      case 0 -> press.reset();
      case 1 -> press.changeOrder();
      case 2 -> press.stop();
      case 3, 4, 5 -> press.run();
      default -> press.reading();
    }
  }

  private void passAndAsk(Plant plant) {
    clock.pass(Duration.ofMillis(10));
    assertThat(plant.truth()).hasSize(2);
  }

  private static GoodScrap sumOfOrders(PressTruth truth) {
    return truth.orders().values().stream()
        .reduce(
            GoodScrap.NONE, (a, b) -> new GoodScrap(a.good() + b.good(), a.scrap() + b.scrap()));
  }

  private static void assertRegistersTell(Press press) {
    PressTruth truth = press.truth();
    PressReading reading = press.reading();
    assertThat(
            low16(reading.good())
                + truth.wraps().good() * Counter.MODULUS
                + truth.beforeResets().good()
                - truth.start().good())
        .isEqualTo(truth.made().good());
    assertThat(
            low16(reading.scrap())
                + truth.wraps().scrap() * Counter.MODULUS
                + truth.beforeResets().scrap()
                - truth.start().scrap())
        .isEqualTo(truth.made().scrap());
    assertThat(reading.resetMarker()).isEqualTo(truth.resets());
    assertThat(reading.order()).isEqualTo(truth.order());
  }

  private static int low16(long counter) {
    return (int) (counter & 0xFFFF);
  }

  private List<PressReading> poll(Press press, int polls) {
    List<PressReading> all = new ArrayList<>();
    for (int i = 0; i < polls; i++) {
      all.add(press.reading());
      clock.pass(POLL);
    }
    return all;
  }

  /** Indexes of the readings that differ from the one before. */
  private static <T> List<Integer> changes(List<PressReading> polls, Function<PressReading, T> of) {
    Predicate<Integer> differs = i -> !of.apply(polls.get(i)).equals(of.apply(polls.get(i - 1)));
    return IntStream.range(1, polls.size()).boxed().filter(differs).toList();
  }

  private static boolean isQuiet(List<PressReading> polls, int at, int around) {
    return isQuiet(polls, at, around, around);
  }

  private static boolean isQuiet(List<PressReading> polls, int at, int before, int after) {
    int from = Math.max(0, at - before);
    int to = Math.min(polls.size() - 1, at + after);
    return polls.get(from).good() == polls.get(to).good()
        && polls.get(from).scrap() == polls.get(to).scrap();
  }
}
