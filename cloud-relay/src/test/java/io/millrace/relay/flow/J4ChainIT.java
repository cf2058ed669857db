package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.MillraceException;
import io.millrace.v1.Case;
import io.millrace.v1.CountFlag;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule J4 at the relay: what becomes of each kind of count. */
class J4ChainIT {
  @TempDir Path folder;
  private FlowBench bench;
  private final Counting press = new Counting();

  @BeforeEach
  void open() {
    bench = new FlowBench(folder, FlowBench.FLOW);
    bench.take(press.start(GenerationStart.GENERATION_START_BASELINE, 100, 100));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aChainWithoutHolesIsPostedAsOneRange() {
    bench.take(press.count(100, 110), press.count(110, 125));
    bench.drain();

    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-125 =25");
    assertThat(bench.openCases()).isEmpty();
  }

  @Test
  void aFromAboveTheLastToPassesAndOpensACaseForTheHole() {
    bench.take(press.count(100, 110), press.count(120, 130));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-110 =10", "g1 120-130 =10");
    Case hole = bench.onlyCase();
    assertThat(hole.getClass_()).isEqualTo("COUNTER_HOLE");
    assertThat(hole.getTitle())
        .isEqualTo("10 pieces of press-1.good were counted but never received");
    assertThat(hole.getOrder()).isEqualTo("PO-1-001");
  }

  @Test
  void aLateEventThatFillsAHoleIsPostedAsItsOwnRangeAndEndsTheCase() {
    bench.take(press.count(100, 110), press.count(120, 130));
    bench.drain();
    bench.take(press.count(110, 115));
    assertThat(bench.openCases()).hasSize(1);
    bench.take(press.count(115, 120));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-110 =10", "g1 120-130 =10", "g1 110-120 =10");
    assertThat(bench.openCases()).isEmpty();
  }

  @Test
  void aLateEventForAHoleThatAPersonPostedIsWithheld() {
    bench.take(press.count(100, 110), press.count(120, 130));
    bench.cases.close(bench.onlyCase().getId(), "post", "");
    bench.take(press.count(110, 120));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactlyInAnyOrder("g1 100-110 =10", "g1 110-120 =10", "g1 120-130 =10");
    assertThat(bench.onlyCase().getTitle())
        .contains("arrived for a hole that a person had decided");
    assertThat(bench.onlyCase().getDecisions(0)).isEqualTo("ignore");
  }

  @Test
  void aFromBelowTheLastToShowsFlowsOnlyThePartAbove() {
    bench.take(press.count(100, 110), press.count(105, 120));
    bench.drain();

    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-120 =20");
    assertThat(bench.onlyCase().getClass_()).isEqualTo("COUNT_REPEATED");
  }

  @Test
  void aBaselineTurnsTheDifferenceIntoACaseWithAOneStepPosting() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(press.start(GenerationStart.GENERATION_START_BASELINE, 117, 117));
    bench.take(press.count(117, 120));
    Case baseline = bench.onlyCase();
    bench.drain();
    bench.cases.close(baseline.getId(), "post", "checked at the machine");

    assertThat(baseline.getClass_()).isEqualTo("COUNTER_BASELINE");
    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-110 =10", "g2 117-120 =3", "g1 110-117 =7");
    assertThat(bench.openCases()).isEmpty();
  }

  @Test
  void aBaselineAtTheLastValueAsksNothing() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(press.start(GenerationStart.GENERATION_START_BASELINE, 110, 110));

    assertThat(bench.openCases()).isEmpty();
  }

  @Test
  void aBaselineBelowTheLastValueCannotBePostedByOneStep() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(press.start(GenerationStart.GENERATION_START_BASELINE, 7, 7));

    assertThat(bench.onlyCase().getDecisionsList()).containsExactly("ignore");
  }

  @Test
  void aResetPassesAndItsCaseCarriesTheUnobservedTime() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(
        press.event(
            0,
            4,
            ProductionCount.newBuilder()
                .setStart(GenerationStart.GENERATION_START_RESET)
                .setPreviousGeneration("g1")
                .setPreviousTo(110)
                .setUnobservedMs(250)));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-110 =10", "g2 0-4 =4");
    assertThat(bench.onlyCase().getClass_()).isEqualTo("COUNTER_RESET");
    assertThat(bench.onlyCase().getDetail()).contains("250 ms went unobserved");
  }

  @Test
  void aResetSaysWhetherWhatWasCountedSinceIsPosted() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(press.start(GenerationStart.GENERATION_START_RESET, 0, 4));

    assertThat(bench.onlyCase().getDetail())
        .contains("the 4 pieces have gone on to be posted to order PO-1-001");
    assertThat(bench.onlyCase().getDecisionsList()).containsExactly("accept");
  }

  @Test
  void aResetBeforeAnythingWasCountedDoesNotSayThatNothingIsPosted() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(press.start(GenerationStart.GENERATION_START_RESET, 0, 0));
    bench.take(press.count(0, 5));
    bench.drain();

    assertThat(bench.onlyCase().getTitle())
        .contains("reset and counted nothing until its next reading");
    assertThat(bench.onlyCase().getDetail())
        .contains("no piece waits here; what it counts later does not wait for this case")
        .doesNotContain("0 pieces", "posted");
    assertThat(bench.ranges()).extracting(FlowBench::text).contains("g2 0-5 =5");
  }

  @Test
  void aResetWithAnOrderChangeIsPostedOnlyToTheOrderThatAPersonChooses() {
    long asked = resetWithOrderChange();
    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-110 =10");
    assertThat(bench.onlyCase().getClass_()).isEqualTo("COUNTER_RESET");
    assertThat(bench.onlyCase().getTitle()).contains("PO-1-001", "PO-1-002", "20 pieces");
    assertThat(bench.onlyCase().getDetail())
        .as("true also when it is closed, and of these pieces only")
        .contains("were withheld for this decision; what it counts later does not wait")
        .contains("order=PO-1-001");
    assertThat(bench.onlyCase().getDecisionsList()).containsExactly("post", "ignore");
    assertThat(bench.sums()).anyMatch(sum -> sum.withheld().toString().equals("20"));

    bench.cases.close(asked, "post", "order=PO-1-001");

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactlyInAnyOrder("g1 100-110 =10", "g2 0-20 =20");
    assertThat(bench.sums()).allMatch(sum -> sum.withheld().toString().equals("0"));
  }

  @Test
  void aResetWithAnOrderChangeIsNeverPostedWhenAPersonIgnoresIt() {
    long asked = resetWithOrderChange();

    bench.cases.close(asked, "ignore", "");
    bench.drain();

    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-110 =10");
  }

  private long resetWithOrderChange() {
    bench.take(press.count(100, 110));
    press.generation("g2").order("PO-1-002");
    bench.take(
        press.event(
            0,
            20,
            ProductionCount.newBuilder()
                .setStart(GenerationStart.GENERATION_START_RESET)
                .setPreviousGeneration("g1")
                .setPreviousTo(110)
                .setOrderBefore("PO-1-001")
                .setOrderAfter("PO-1-002")
                .addFlags(CountFlag.COUNT_FLAG_ORDER_CHANGED)
                .addFlags(CountFlag.COUNT_FLAG_UNCERTAIN)));
    bench.drain();
    return bench.onlyCase().getId();
  }

  @Test
  void aResetThatKnowsMoreOfTheGenerationBeforeLeavesAHoleInIt() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(
        press.event(
            0,
            4,
            ProductionCount.newBuilder()
                .setStart(GenerationStart.GENERATION_START_RESET)
                .setPreviousGeneration("g1")
                .setPreviousTo(118)));
    press.generation("g1");
    bench.take(press.count(110, 118));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactlyInAnyOrder("g1 100-110 =10", "g2 0-4 =4", "g1 110-118 =8");
    assertThat(bench.onlyCase().getClass_()).isEqualTo("COUNTER_RESET");
  }

  @Test
  void anUncertainCountIsWithheldUntilAPersonPostsIt() {
    bench.take(press.count(100, 110, CountFlag.COUNT_FLAG_UNCERTAIN), press.count(110, 112));
    bench.drain();
    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 110-112 =2");
    assertThat(bench.sums().get(0).withheld()).hasToString("10");

    bench.cases.close(bench.onlyCase().getId(), "post", "");

    assertThat(bench.ranges()).extracting(FlowBench::text).contains("g1 100-110 =10");
    assertThat(bench.sums().get(0).withheld()).hasToString("0");
    assertThat(bench.sums().get(0).logged()).hasToString("12");
  }

  @Test
  void aCountWithoutAnOrderIsPostedToTheOrderThatAPersonNames() {
    press.order("");
    bench.take(press.count(100, 110), press.count(110, 115));
    bench.drain();
    assertThat(bench.ranges()).isEmpty();
    long noOrder = bench.onlyCase().getId();

    assertThatThrownBy(() -> bench.cases.close(noOrder, "post", ""))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("--note order=NAME");
    bench.cases.close(noOrder, "post", "order=PO-1-009");

    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-115 =15");
    assertThat(bench.postings().get(0).order()).isEqualTo("PO-1-009");
  }

  @Test
  void whatAnotherAgentCountsIsNotRoutedUntilTheCounterIsMoved() {
    bench.take(press.count(100, 110));
    press.agent("new-box").generation("g9");
    bench.take(
        press.start(GenerationStart.GENERATION_START_BASELINE, 110, 110), press.count(110, 120));
    bench.drain();
    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-110 =10");
    assertThat(bench.onlyCase().getClass_()).isEqualTo("COUNTER_OWNER");

    bench.cases.close(bench.onlyCase().getId(), "move", "box replaced");
    bench.take(press.count(120, 125));
    press.agent("press-shop").generation("g1");
    bench.take(press.count(110, 112));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-110 =10", "g9 120-125 =5");
    assertThat(bench.onlyCase().getTitle())
        .contains("by agent press-shop, but belongs to agent new-box");
  }

  @Test
  void aCountThatBreaksTheContractStopsNothing() {
    bench.take(press.count(110, 100), press.count(100, 105));
    bench.drain();

    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-105 =5");
    assertThat(bench.onlyCase().getDetail()).contains("from 110 to 100 does not rise");
  }

  @Test
  void aCountTooLargeForAnyQuantityStopsNothing() {
    bench.take(press.count(100, 2_000_000_000_000_000_000L), press.count(100, 105));
    bench.drain();

    assertThat(bench.ranges()).extracting(FlowBench::text).containsExactly("g1 100-105 =5");
    assertThat(bench.onlyCase().getDetail()).contains("to 2000000000000000000 is not within");
  }
}
