package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.v1.Case;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule J4 at the relay: counters that go back, and generations that were never received. */
class J4OvertakenIT {
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
  void aSecondResetOfTheSameGenerationWaitsForAPersonWithAllThatItCounts() {
    runToTheFirstReset();
    press.generation("g3");
    bench.take(reset("g1", 500, 450), press.count(450, 460));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-500 =400", "g2 0-400 =400");
    Case asked = onlyCase("COUNT_UNCERTAIN");
    assertThat(asked.getDecisionsList()).containsExactly("post", "ignore");
    assertThat(asked.getDetail()).contains("began generation g3 where g2 had begun already");
    assertThat(withheld()).isEqualTo("460");
    assertThat(bench.openCases())
        .extracting(Case::getDetail)
        .anyMatch(detail -> detail.contains("not posted by this case, another asks about them"));
  }

  @Test
  void aSecondResetGoesOnAsUsualOnceAPersonHasDecided() {
    runToTheFirstReset();
    press.generation("g3");
    bench.take(reset("g1", 500, 450));
    bench.cases.close(onlyCase("COUNT_UNCERTAIN").getId(), "ignore", "posted already");
    bench.take(press.count(450, 460));
    press.generation("g4");
    bench.take(reset("g3", 460, 3));
    press.generation("g2");
    bench.take(press.count(400, 420));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-500 =400", "g2 0-400 =400", "g3 450-460 =10", "g4 0-3 =3");
    assertThat(onlyCase("COUNT_UNCERTAIN").getDetail()).contains("generation g2");
  }

  @Test
  void aSecondResetInTheTransactionOfTheFirstWaitsToo() {
    List<LoggedEvent> batch = new ArrayList<>();
    batch.add(press.count(100, 500));
    press.generation("g2");
    batch.add(reset("g1", 500, 400));
    press.generation("g3");
    batch.add(reset("g1", 500, 450));
    bench.take(batch);
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-500 =400", "g2 0-400 =400");
    assertThat(withheld()).isEqualTo("450");
  }

  @Test
  void aGenerationThatAResetHadEndedWaitsForAPersonAboveItsEnd() {
    runToTheFirstReset();
    press.generation("g1");
    bench.take(press.count(500, 600), press.count(600, 650));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-500 =400", "g2 0-400 =400");
    Case asked = onlyCase("COUNT_UNCERTAIN");
    assertThat(asked.getDetail()).contains("goes on with generation g1, which g2 had ended");
    assertThat(withheld()).isEqualTo("150");

    bench.cases.close(asked.getId(), "post", "");
    bench.take(press.count(650, 660));
    press.generation("g4");
    bench.take(reset("g1", 660, 2));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .contains("g1 500-650 =150", "g1 650-660 =10", "g4 0-2 =2");
    assertThat(withheld()).isEqualTo("0");
    assertThat(bench.openCases()).extracting(Case::getClass_).containsOnly("COUNTER_RESET");
  }

  @Test
  void aLateRecordOfAnEndedGenerationIsWithheldOnlyAboveItsAnnouncedEnd() {
    bench.take(press.count(100, 490));
    press.generation("g2");
    bench.take(reset("g1", 500, 4));
    press.generation("g1");
    bench.take(press.count(490, 510));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactlyInAnyOrder("g1 100-490 =390", "g1 490-500 =10", "g2 0-4 =4");
    assertThat(withheld()).isEqualTo("10");
  }

  @Test
  void aResetAfterAGenerationThatWasNeverReceivedAsksForIt() {
    bench.take(press.count(100, 110));
    press.generation("g3");
    bench.take(reset("g2", 500, 4));

    assertThat(onlyCase("COUNTER_HOLE").getTitle())
        .isEqualTo("a whole generation of press-1.good was never received");
    assertThat(onlyCase("COUNTER_HOLE").getDetail()).contains("after g2, which had ended at 500");
    assertThat(onlyCase("COUNTER_HOLE").getDecisionsList()).containsExactly("ignore");
  }

  @Test
  void whatComesLateOfAGenerationThatWasOnlyAnnouncedIsPosted() {
    bench.take(press.count(100, 110));
    press.generation("g3");
    bench.take(reset("g2", 500, 4));
    press.generation("g2");
    bench.take(reset("g1", 118, 200), press.count(200, 500), press.count(500, 501));
    press.generation("g1");
    bench.take(press.count(110, 118));
    press.generation("g3");
    bench.take(press.count(4, 6));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactlyInAnyOrder(
            "g1 100-110 =10",
            "g3 0-4 =4",
            "g2 0-200 =200",
            "g2 200-500 =300",
            "g1 110-118 =8",
            "g3 4-6 =2");
    assertThat(withheld()).isEqualTo("1");
    assertThat(onlyCase("COUNTER_HOLE").getTitle()).startsWith("a whole generation");
  }

  @Test
  void aGenerationThatBeginsAtZeroWithoutItsOpeningAsksForIt() {
    bench.take(press.count(100, 110));
    press.generation("g2");
    bench.take(press.count(0, 5));
    bench.drain();

    assertThat(bench.ranges())
        .extracting(FlowBench::text)
        .containsExactly("g1 100-110 =10", "g2 0-5 =5");
    assertThat(bench.onlyCase().getTitle())
        .isEqualTo("the beginning of a generation of press-1.good was never received");
  }

  /** The generation g1 up to 500, and 400 pieces of g2 that followed it, all posted. */
  private void runToTheFirstReset() {
    bench.take(press.count(100, 500));
    press.generation("g2");
    bench.take(reset("g1", 500, 0), press.count(0, 400));
  }

  private LoggedEvent reset(String previous, long previousTo, long to) {
    return press.event(
        0,
        to,
        ProductionCount.newBuilder()
            .setStart(GenerationStart.GENERATION_START_RESET)
            .setPreviousGeneration(previous)
            .setPreviousTo(previousTo));
  }

  private String withheld() {
    return bench.sums().get(0).withheld().toString();
  }

  private Case onlyCase(String caseClass) {
    List<Case> open =
        bench.openCases().stream().filter(each -> each.getClass_().equals(caseClass)).toList();
    assertThat(open).hasSize(1);
    return open.get(0);
  }
}
