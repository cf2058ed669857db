package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.config.Rate;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.v1.CountFlag;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule J4, sentence by sentence. */
class CounterChainTest {
  private final Bench bench = new Bench(Bench.good());

  @Test
  void j4WithoutStateTheAgentWritesABaseline() {
    ProductionCount count = bench.see(412, "PO-1", 3).get(0);

    assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_BASELINE);
    assertThat(List.of(count.getFrom(), count.getTo(), count.getToRaw()))
        .containsExactly(412L, 412L, 412L);
    assertThat(count.getQuantity()).isEqualTo("0");
    assertThat(count.getTotal()).isEqualTo("0");
    assertThat(count.getGeneration()).isEqualTo(bench.journal.get(0).getId());
  }

  @Test
  void j4AClockThatWasSetBackOverARestartHidesNoTurnOfTheRegister() {
    bench.see(100, "PO-1", 0);
    restartWithTheClockSetBack();

    ProductionCount count = bench.see(200, "PO-1", 0).get(0);

    assertThat(count.getQuantity()).isEqualTo("100");
    assertThat(count.getFlagsList()).containsExactly(CountFlag.COUNT_FLAG_UNCERTAIN);
  }

  @Test
  void j4ARegisterThatIsLowerAfterTheClockWasSetBackIsAPersonsQuestion() {
    bench.see(65_000, "PO-1", 0);
    restartWithTheClockSetBack();

    ProductionCount count = bench.see(10, "PO-1", 0).get(0);

    assertThat(count.getFlagsList()).contains(CountFlag.COUNT_FLAG_UNCERTAIN);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 4})
  void j4AnyOtherMarkerIsAResetAlsoOneThatIsLower(long marker) {
    bench.see(10, "PO-1", 3);

    ProductionCount count = bench.see(12, "PO-1", marker).get(0);

    assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_RESET);
    assertThat(List.of(count.getFrom(), count.getTo())).containsExactly(0L, 12L);
  }

  private void restartWithTheClockSetBack() {
    bench.restart(new byte[0], 0);
    bench.wall = bench.wall.minus(Duration.ofHours(1));
  }

  @Test
  void j4EachFromIsTheToBeforeAndNothingIsSaidWhenNothingChanged() {
    bench.see(412, "PO-1", 0);

    ProductionCount first = bench.see(415, "PO-1", 0).get(0);
    List<ProductionCount> none = bench.see(415, "PO-1", 0);
    ProductionCount second = bench.see(416, "PO-1", 0).get(0);

    assertThat(List.of(first.getFrom(), first.getTo())).containsExactly(412L, 415L);
    assertThat(none).isEmpty();
    assertThat(List.of(second.getFrom(), second.getTo())).containsExactly(415L, 416L);
    assertThat(second.getTotal()).isEqualTo("4");
    assertThat(second.getStart()).isEqualTo(GenerationStart.GENERATION_START_UNSPECIFIED);
    assertThat(second.getGeneration()).isEqualTo(first.getGeneration());
  }

  @Test
  void j4RolloverContinuesTheChain() {
    bench.see(65_530, "PO-1", 0);

    ProductionCount count = bench.see(4, "PO-1", 0).get(0);

    assertThat(List.of(count.getFrom(), count.getTo())).containsExactly(65_530L, 65_540L);
    assertThat(List.of(count.getFromRaw(), count.getToRaw())).containsExactly(65_530L, 4L);
    assertThat(count.getQuantity()).isEqualTo("10");
    assertThat(count.getFlagsList()).isEmpty();
    assertThat(bench.see(5, "PO-1", 0).get(0).getFrom()).isEqualTo(65_540);
  }

  @Test
  void j4AFallThatMaxRateCannotExplainIsAReset() {
    String before = bench.see(40_000, "PO-1", 0).get(0).getGeneration();

    ProductionCount count = bench.see(7, "PO-1", 0).get(0);

    assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_RESET);
    assertThat(List.of(count.getFrom(), count.getTo())).containsExactly(0L, 7L);
    assertThat(count.getQuantity()).isEqualTo("7");
    assertThat(count.getUnobservedMs()).isEqualTo(200);
    assertThat(count.getFlagsList()).containsExactly(CountFlag.COUNT_FLAG_UNOBSERVED_BEFORE_RESET);
    assertThat(count.getGeneration()).isNotEqualTo(before).isEqualTo(last().getId());
    assertThat(count.getPreviousGeneration()).isEqualTo(before);
    assertThat(count.getPreviousTo()).isEqualTo(40_000);
    assertThat(bench.see(9, "PO-1", 0).get(0).getTotal()).isEqualTo("9");
  }

  @Test
  void j4TheBoundBetweenRolloverAndResetIsMaxRateTimesElapsed() {
    // 60/s in one poll of 200 ms are 12 pieces.
    bench.see(65_530, "PO-1", 0);
    assertThat(bench.see(6, "PO-1", 0).get(0).getStart())
        .isEqualTo(GenerationStart.GENERATION_START_UNSPECIFIED);

    Bench other = new Bench(Bench.good());
    other.see(65_530, "PO-1", 0);
    assertThat(other.see(7, "PO-1", 0).get(0).getStart())
        .isEqualTo(GenerationStart.GENERATION_START_RESET);
  }

  @Test
  void j4AResetThatOvertookTheOldValueShowsByItsMarker() {
    bench.see(10, "PO-1", 3);

    ProductionCount count = bench.see(12, "PO-1", 4).get(0);

    assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_RESET);
    assertThat(List.of(count.getFrom(), count.getTo())).containsExactly(0L, 12L);
    assertThat(bench.see(13, "PO-1", 4).get(0).getStart())
        .isEqualTo(GenerationStart.GENERATION_START_UNSPECIFIED);
  }

  @Test
  void j4TheMarkerIsKnownAfterAKill() {
    bench.see(10, "PO-1", 3);
    bench.restart(new byte[0], 0);

    assertThat(bench.see(12, "PO-1", 4).get(0).getStart())
        .isEqualTo(GenerationStart.GENERATION_START_RESET);
  }

  @Test
  void j4AResetThatShowsMoreThanMaxRateAllowsIsUncertain() {
    bench.see(50_000, "PO-1", 0);

    assertThat(bench.see(40_000, "PO-1", 0).get(0).getFlagsList())
        .contains(CountFlag.COUNT_FLAG_UNCERTAIN);
  }

  @Test
  void j4AResetWithAnOrderChangeGoesToTheOrderReadNowAndWaitsForAPerson() {
    bench.see(40_000, "PO-1", 0);

    ProductionCount count = bench.see(20, "PO-2", 0).get(0);
    Event event = last();
    bench.see(21, "PO-2", 0);

    assertThat(event.getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(count.getOrderBefore()).isEqualTo("PO-1");
    assertThat(count.getOrderAfter()).isEqualTo("PO-2");
    assertThat(count.getQuantity()).isEqualTo("20");
    assertThat(count.getFlagsList())
        .contains(CountFlag.COUNT_FLAG_ORDER_CHANGED, CountFlag.COUNT_FLAG_UNCERTAIN);
    assertThat(last().getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(last().getProductionCount().getFlagsList()).isEmpty();
  }

  @Test
  void j4AResetToZeroWithAnOrderChangeHasNoPiecesToAskAbout() {
    bench.see(40_000, "PO-1", 0);

    ProductionCount count = bench.see(0, "PO-2", 0).get(0);

    assertThat(last().getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(count.getFlagsList())
        .contains(CountFlag.COUNT_FLAG_ORDER_CHANGED)
        .doesNotContain(CountFlag.COUNT_FLAG_UNCERTAIN);
  }

  @Test
  void j4ACountIsUncertainWhenAWholeTurnIsPossible() {
    bench.see(100, "PO-1", 0);
    bench.pass(Duration.ofSeconds(65_536 / 60 - 1));
    ProductionCount certain = bench.see(200, "PO-1", 0).get(0);
    bench.pass(Duration.ofSeconds(65_536 / 60 + 1));
    ProductionCount uncertain = bench.see(300, "PO-1", 0).get(0);

    assertThat(certain.getFlagsList()).isEmpty();
    assertThat(uncertain.getFlagsList()).containsExactly(CountFlag.COUNT_FLAG_UNCERTAIN);
    assertThat(uncertain.getQuantity()).isEqualTo("100");
  }

  @Test
  void j4AcrossARestartTheWallClockSaysHowMuchCanHaveBeenCounted() {
    bench.see(65_500, "PO-1", 0);
    bench.restart(new byte[0], 0);
    bench.pass(Duration.ofSeconds(10));
    ProductionCount rolled = bench.see(400, "PO-1", 0).get(0);

    bench.restart(new byte[0], 0);
    bench.pass(Duration.ofMinutes(20));
    ProductionCount uncertain = bench.see(500, "PO-1", 0).get(0);

    assertThat(rolled.getTo()).isEqualTo(65_936);
    assertThat(rolled.getFlagsList()).isEmpty();
    assertThat(uncertain.getFlagsList()).containsExactly(CountFlag.COUNT_FLAG_UNCERTAIN);
  }

  @Test
  void j4TheWallClockHasNoSayWithinARun() {
    bench.see(65_530, "PO-1", 0);
    bench.wall = bench.wall.minus(Duration.ofHours(3));

    assertThat(bench.see(4, "PO-1", 0).get(0).getTo()).isEqualTo(65_540);

    bench.wall = bench.wall.plus(Duration.ofHours(9));
    assertThat(bench.see(5, "PO-1", 0).get(0).getFlagsList()).isEmpty();
  }

  @Test
  void j4TheDifferenceAcrossAnOrderChangeGoesToThePreviousOrderAndIsFlagged() {
    bench.see(10, "PO-1", 0);

    ProductionCount across = bench.see(13, "PO-2", 0).get(0);
    Event event = last();
    bench.see(14, "PO-2", 0);

    assertThat(event.getKeys().getOrder()).isEqualTo("PO-1");
    assertThat(across.getFlagsList()).containsExactly(CountFlag.COUNT_FLAG_ORDER_CHANGED);
    assertThat(across.getOrderAfter()).isEqualTo("PO-2");
    assertThat(last().getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(last().getProductionCount().getFlagsList()).isEmpty();
  }

  @Test
  void aNumberIsAnOrderByItsDigitsAndZeroIsNone() {
    bench.see(numbered(10, 4711));
    bench.see(numbered(12, 4711));
    assertThat(last().getKeys().getOrder()).isEqualTo("4711");

    bench.see(numbered(12, 0));
    bench.see(numbered(13, 0));

    assertThat(last().getKeys().getOrder()).isEmpty();
  }

  private static Reading[] numbered(long raw, long order) {
    return new Reading[] {
      Reading.good("good", new Value.Whole(raw), 0),
      Reading.good("order", new Value.Whole(order), 0),
      Reading.good("marker", new Value.Whole(0), 0)
    };
  }

  @Test
  void j4TheDifferenceAcrossAnOrderChangeGoesToTheNextOrderWhereConfigured() {
    Bench next = new Bench(Bench.counter("c", "good", 65_536, OrderChange.NEXT));
    next.see(10, "PO-1", 0);

    next.see(13, "PO-2", 0);

    Event event = next.journal.get(next.journal.size() - 1);
    assertThat(event.getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(event.getProductionCount().getFlagsList())
        .containsExactly(CountFlag.COUNT_FLAG_ORDER_CHANGED);
  }

  @Test
  void j4AnOrderChangeWithoutACountSurvivesAKill() {
    bench.see(10, "PO-1", 0);
    ProductionCount change = bench.see(10, "PO-2", 0).get(0);
    bench.restart(new byte[0], 0);

    ProductionCount count = bench.see(13, "PO-2", 0).get(0);

    assertThat(change.getFrom()).isEqualTo(change.getTo());
    assertThat(change.getQuantity()).isEqualTo("0");
    assertThat(last().getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(count.getFlagsList()).isEmpty();
  }

  @Test
  void j4TheOrderAfterAnAttributedDifferenceSurvivesAKill() {
    bench.see(10, "PO-1", 0);
    bench.see(13, "PO-2", 0);
    bench.restart(new byte[0], 0);

    ProductionCount count = bench.see(15, "PO-2", 0).get(0);

    assertThat(last().getKeys().getOrder()).isEqualTo("PO-2");
    assertThat(count.getFlagsList()).isEmpty();
  }

  @Test
  void j4CounterAndOrderFromDifferentRequestsAreFlagged() {
    bench.see(10, "PO-1", 0);

    List<Event> events =
        bench.see(
            Bench.whole("good", 11),
            Reading.good("order", new Value.Text("PO-1"), 1),
            Bench.whole("marker", 0));

    assertThat(Bench.counts(events).get(0).getFlagsList())
        .containsExactly(CountFlag.COUNT_FLAG_SPLIT_READ);
  }

  @Test
  void j4QuantityIsDifferenceTimesFactor() {
    CounterSettings settings =
        new CounterSettings(
            "c",
            "a/b/c",
            Bench.SOURCE,
            "good",
            CounterKind.SCRAP,
            null,
            Rate.parse("60/s"),
            new BigDecimal("0.250"),
            "kg",
            null,
            null,
            null,
            null);
    Bench weighed = new Bench(CounterRule.of(Bench.PLANT, settings, 65_536, Bench.POLL));
    weighed.see(Bench.whole("good", 10));

    ProductionCount count = Bench.counts(weighed.see(Bench.whole("good", 13))).get(0);

    assertThat(count.getFactor()).isEqualTo("0.25");
    assertThat(count.getQuantity()).isEqualTo("0.75");
    assertThat(count.getUnit()).isEqualTo("kg");
    assertThat(weighed.journal.get(1).getEquipment()).isEqualTo("acme/graz/a/b/c");
  }

  @Test
  void j4RenamingTheSourceChangesNothing() {
    bench.see(10, "PO-1", 0);
    CounterRule good = Bench.good();
    CounterSettings old = good.settings();
    CounterSettings moved =
        new CounterSettings(
            old.id(),
            old.equipment(),
            "renamed",
            "count",
            old.kind(),
            old.modulus(),
            old.maxRate(),
            old.factor(),
            old.unit(),
            null,
            null,
            null,
            null);
    bench.rules =
        new Rules(
            Bench.PLANT,
            List.of(CounterRule.of(Bench.PLANT, moved, 65_536, Bench.POLL)),
            List.of(),
            List.of());
    bench.restart(new byte[0], 0);
    bench.pass(Bench.POLL);

    List<Event> events =
        bench.take(
            new io.millrace.edge.reading.Scan(
                "renamed",
                bench.wall,
                bench.wall,
                bench.nanos,
                bench.nanos,
                List.of(Bench.whole("count", 14))));

    assertThat(Bench.counts(events).get(0).getFrom()).isEqualTo(10);
    assertThat(Bench.counts(events).get(0).getStart())
        .isEqualTo(GenerationStart.GENERATION_START_UNSPECIFIED);
  }

  @Test
  void nothingIsDerivedFromBadQualityAndTheChainCatchesUp() {
    bench.see(10, "PO-1", 0);
    assertThat(
            Bench.counts(
                bench.see(Bench.whole("good", 12), Bench.bad("order"), Bench.whole("marker", 0))))
        .isEmpty();

    assertThat(bench.see(14, "PO-1", 0).get(0).getQuantity()).isEqualTo("4");
  }

  @Test
  void aSignedRegisterCountsOnBelowZero() {
    Bench signed = new Bench(Bench.counter("c", "good", 32_768, OrderChange.PREVIOUS));
    signed.see(32_766, "PO-1", 0);

    assertThat(signed.see(-32_767, "PO-1", 0).get(0).getQuantity()).isEqualTo("3");
    assertThat(signed.see(-32_760, "PO-1", 0).get(0).getQuantity()).isEqualTo("7");
  }

  @Test
  void aValueAboveTheModulusIsNotCounted() {
    Bench decade = new Bench(Bench.counter("c", "good", 10_000, OrderChange.PREVIOUS));
    decade.see(9_998, "PO-1", 0);

    assertThat(decade.see(10_001, "PO-1", 0)).isEmpty();
    assertThat(decade.see(1, "PO-1", 0).get(0).getQuantity()).isEqualTo("3");
  }

  private Event last() {
    return bench.journal.get(bench.journal.size() - 1);
  }
}
