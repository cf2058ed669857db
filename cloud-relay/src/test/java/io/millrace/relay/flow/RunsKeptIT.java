package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.v1.Case;
import io.millrace.v1.CountKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of versions that are gone, of several plants, and runs that nobody hears of for days. */
class RunsKeptIT {
  private static final Flow RELEASED =
      StepFlows.flow(
          """
          flow: confirm-production
          version: 1
          on: ProductionCount
          window: {every: 5s, pieces: 50}
          steps:
            - name: confirm
              call: erp.confirm
              effect: production-confirmation
              with: {order: window.order, yield: window.good, scrap: window.scrap}
            - name: released
              wait: Nonconformance
              match: [nonconformance.request, steps.confirm.reference]
              limit: 7d
            - name: milestone
              call: crm.order-status
              effect: order-milestone
              with: {external_id: window.order, status: "'RELEASED'", quantity: confirmed.good}
          """);

  @TempDir Path folder;

  @Test
  void aRunOfAWindowThatAGoneVersionOpenedStillHearsWhatItWaitsFor() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, RELEASED)) {
      new Happenings(bench).take(new Counting().count(0, 7).event());
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS)) {
      StepsIT.confirm(bench, 1, "CNF-1");
      assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);

      String reference = bench.postings().get(0).reference();
      new Happenings(bench).take(Happenings.released("n-1", reference, "RELEASED"));

      assertThat(bench.postings()).extracting(Posting::operation).last().isEqualTo("order-status");
    }
  }

  @Test
  void sumsOfAGoneVersionAreKeptUpForItsRuns() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.MILESTONE)) {
      Counting press = new Counting();
      bench.take(press.count(0, 7));
      bench.take(press.counter("press-2.good", CountKind.COUNT_KIND_GOOD).count(0, 5));
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS)) {
      StepsIT.confirm(bench, 1, "CNF-1");
      StepsIT.confirm(bench, 2, "CNF-2");

      assertThat(bench.postings().subList(2, 4))
          .extracting(each -> each.fields().get("quantity"))
          .containsExactly("7", "12");
    }
  }

  @Test
  void runsOfTwoPlantsThatStopForOneReasonAreTwoCases() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      Happenings happenings = new Happenings(bench);
      happenings.log("acme/graz", Happenings.quality("q-1", "PO-1", "heavy"));
      happenings.log("acme/linz", Happenings.quality("q-2", "PO-1", "heavy"));
      happenings.follow();

      assertThat(bench.openCases())
          .extracting(Case::getPlant)
          .containsExactlyInAnyOrder("acme/graz", "acme/linz");
      Case linz =
          bench.openCases().stream()
              .filter(each -> each.getPlant().equals("acme/linz"))
              .findFirst()
              .orElseThrow();
      bench.cases.close(linz.getId(), "end", "");
      assertThat(bench.run(1).state()).isEqualTo(RunState.STOPPED);
      assertThat(bench.run(2).state()).isEqualTo(RunState.ENDED);
    }
  }

  @Test
  void anOverdueWaitIsToldThoughNoEventComes() throws IOException {
    Flow hold =
        StepFlows.flow(
            Files.readString(Path.of("src/test/resources/flows/hold-nonconforming.yaml")));
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, hold)) {
      FlowWorker worker = new FlowWorker(bench.store, bench.log, bench.flows, bench);
      new Happenings(bench).log(Happenings.quality("q-1", "PO-1", "102.5"));
      worker.work();
      StepsIT.confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      StepsIT.confirm(bench, 2, "HLD-1", null);
      assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);

      bench.now = bench.now.plus(Duration.ofDays(8));
      worker.work();

      assertThat(bench.openCases()).extracting(Case::getClass_).containsExactly("WAIT_OVERDUE");
      assertThat(worker.work()).isZero();
    }
  }
}
