package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.v1.Case;
import io.millrace.v1.Event;
import io.millrace.v1.MachineState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which events end the wait of a run, and what is left of the wait then. */
class WaitsIT {
  private static final String OTHER_PLANT = "acme/linz";
  private static final String TEXT =
      """
      flow: ended
      version: 1
      on: QualityResult
      key: event.keys.order
      steps:
        - name: record
          call: qms.nonconformance
          effect: nonconformance
          with: {order: event.keys.order, value: quality_result.value}
        - name: ended
          wait: MachineState
          match: [event.keys.order, event.keys.order]
          limit: 7d
        - name: hold
          call: erp.hold
          effect: quality-hold
          with: {order: event.keys.order, nonconformance: steps.record.number}
      """;
  private static final Flow FLOW = StepFlows.flow(TEXT);

  @TempDir Path folder;

  private static Event state(String id, String order) {
    return Happenings.event(id, order).setMachineState(MachineState.newBuilder()).build();
  }

  private FlowBench bench(Flow flow) {
    return new FlowBench(folder, StepFlows.TARGETS, flow);
  }

  /** A result of that order, recorded. */
  private static Happenings recorded(FlowBench bench, String order) {
    Happenings happenings = new Happenings(bench);
    record(bench, happenings, order);
    return happenings;
  }

  private static void record(FlowBench bench, Happenings happenings, String order) {
    happenings.take(Happenings.quality("q-1", order, "102.5"));
    StepsIT.confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
  }

  private static void assertWaits(FlowBench bench) {
    assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);
    assertThat(bench.postings()).hasSize(1);
  }

  private static void assertWoken(FlowBench bench) {
    assertThat(bench.postings())
        .extracting(Posting::operation)
        .containsExactly("nonconformance", "hold");
  }

  @Test
  void anEventOfAnotherPlantWakesNobodyWhetherItComesOrHasCome() {
    try (FlowBench bench = bench(FLOW)) {
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-1", "PO-1", "102.5"));
      happenings.log(OTHER_PLANT, state("before", "PO-1"));
      happenings.follow();
      StepsIT.confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      assertWaits(bench);

      happenings.log(OTHER_PLANT, state("after", "PO-1"));
      happenings.follow();
      assertWaits(bench);

      happenings.take(state("own", "PO-1"));
      assertWoken(bench);
    }
  }

  @Test
  void aWaitForAnyPlantHearsThemAll() {
    Flow any = StepFlows.flow(TEXT.replace("limit: 7d", "any_plant: true\n    limit: 7d"));
    try (FlowBench bench = bench(any)) {
      Happenings happenings = recorded(bench, "PO-1");
      happenings.log(OTHER_PLANT, state("linz", "PO-1"));
      happenings.follow();
      assertWoken(bench);
    }
  }

  @Test
  void aWaitForAnyPlantFindsWhatHasComeFromAnother() {
    Flow any = StepFlows.flow(TEXT.replace("limit: 7d", "any_plant: true\n    limit: 7d"));
    try (FlowBench bench = bench(any)) {
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-1", "PO-1", "102.5"));
      happenings.log(OTHER_PLANT, state("linz", "PO-1"));
      happenings.follow();
      StepsIT.confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      assertWoken(bench);
    }
  }

  @Test
  void aRunThatHasNothingToCompareStopsAndAPersonIsAsked() {
    try (FlowBench bench = bench(FLOW)) {
      Happenings happenings = recorded(bench, "");
      assertThat(bench.run(1).state()).isEqualTo(RunState.STOPPED);
      assertThat(bench.openCases())
          .singleElement()
          .extracting(Case::getDetail)
          .asString()
          .contains("'event.keys.order' has no value: it is empty");

      happenings.take(state("of-another-machine", ""));
      assertThat(bench.run(1).state()).isEqualTo(RunState.STOPPED);
      assertThat(bench.postings()).hasSize(1);
      assertThat(bench.openCases()).hasSize(1);
    }
  }

  @Test
  void anEventFromBeforeTheRunEndsNoWait() {
    try (FlowBench bench = bench(FLOW)) {
      Happenings happenings = new Happenings(bench);
      happenings.take(state("old", "PO-1"));
      bench.now = bench.now.plus(Duration.ofDays(100));
      record(bench, happenings, "PO-1");
      assertWaits(bench);
    }
  }

  @Test
  void anEventThatWasLoggedBeforeTheRunAndOccurredAfterItsBeginningCounts() {
    try (FlowBench bench = bench(FLOW)) {
      Happenings happenings = new Happenings(bench);
      Timestamp later =
          Timestamp.newBuilder().setSeconds(Counting.START.getEpochSecond() + 1).build();
      happenings.take(state("overtook", "PO-1").toBuilder().setOccurredAt(later).build());
      record(bench, happenings, "PO-1");
      assertWoken(bench);
    }
  }

  @Test
  void theEventThatBeganTheRunEndsNoneOfItsWaits() {
    Flow own =
        StepFlows.flow(
            """
            flow: own
            version: 1
            on: QualityResult
            steps:
              - name: next
                wait: QualityResult
                match: [event.keys.order, event.keys.order]
                limit: 7d
              - name: record
                call: qms.nonconformance
                effect: nonconformance
                with: {order: event.keys.order, value: quality_result.value}
            """);
    try (FlowBench bench = bench(own)) {
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-1", "PO-1", "1"));
      assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);

      happenings.take(Happenings.quality("q-2", "PO-1", "2"));
      assertThat(bench.run(1).state()).isEqualTo(RunState.CALLING);
      assertThat(bench.run(2).state()).isEqualTo(RunState.WAITING);
    }
  }

  @Test
  void oneEventEndsOneWaitOfARun() {
    String again =
        """
          - name: again
            wait: MachineState
            match: [event.keys.order, event.keys.order]
            limit: 7d
        """;
    Flow twice = StepFlows.flow(TEXT.replace("  - name: hold\n", again + "  - name: hold\n"));
    try (FlowBench bench = bench(twice)) {
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-1", "PO-1", "102.5"), state("first", "PO-1"));
      StepsIT.confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      assertWaits(bench);
      assertThat(bench.run(1).step()).isEqualTo(2);

      happenings.take(state("second", "PO-1"));
      assertWoken(bench);
    }
  }

  @Test
  void nothingIsLeftOfAWaitThatHasEnded() {
    try (FlowBench bench = bench(FLOW)) {
      Happenings happenings = recorded(bench, "PO-1");
      happenings.take(state("own", "PO-1"));
      assertWoken(bench);
      List<WaitingRun> left = bench.store.read(handle -> bench.flows.waits(handle, 10));
      assertThat(left).isEmpty();

      bench.now = bench.now.plus(Duration.ofDays(8));
      assertThat(bench.take().due()).isNull();
      assertThat(bench.openCases()).isEmpty();
    }
  }

  @Test
  void anOverdueWaitIsToldOncePerLimit() {
    try (FlowBench bench = bench(FLOW)) {
      recorded(bench, "PO-1");
      bench.now = bench.now.plus(Duration.ofDays(8));
      assertThat(bench.take().due()).isNull();
      bench.take();
      Case asked = bench.openCases().get(0);
      assertThat(asked.getOccurrences()).isEqualTo(1);

      bench.cases.close(asked.getId(), "wait-on", "");
      bench.take();
      assertThat(bench.openCases()).isEmpty();
      bench.now = bench.now.plus(Duration.ofDays(7));
      bench.take();
      bench.take();
      assertThat(bench.openCases()).singleElement().extracting(Case::getOccurrences).isEqualTo(1L);
    }
  }
}
