package io.millrace.relay.flow;

import static io.millrace.relay.posting.Doubt.NONE;
import static io.millrace.relay.posting.Doubt.RESTORED;
import static io.millrace.relay.posting.Doubt.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.lineage.Lineage;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.PostingState;
import io.millrace.v1.Case;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedPosting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of several steps over a store, with confirmations given by hand. */
class StepsIT {
  @TempDir Path folder;

  @Test
  void aStepBeginsWhenTheOneBeforeIsConfirmedAndReadsTheExactSum() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.MILESTONE)) {
      Counting press = new Counting();
      bench.take(press.count(0, 50), press.count(50, 100));
      assertThat(bench.postings()).extracting(Posting::operation).containsOnly("confirm");

      confirm(bench, 1, "CNF-1");
      confirm(bench, 2, "CNF-2");

      List<Posting> milestones = bench.postings().subList(2, 4);
      assertThat(milestones).extracting(Posting::target).containsOnly("crm");
      assertThat(milestones)
          .extracting(each -> each.fields().get("quantity"))
          .containsExactly("50", "100");
      assertThat(milestones).extracting(Posting::key).doesNotHaveDuplicates();
      assertThat(bench.run(1).state()).isEqualTo(RunState.CALLING);

      confirm(bench, 3, "CRM-1");
      assertThat(bench.run(1).state()).isEqualTo(RunState.DONE);
    }
  }

  @Test
  void aReleaseThatCameBeforeTheRunWaitsForItIsFound() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("hold-nonconforming"))) {
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-1", "PO-1", "102.5"));
      String reference = bench.postings().get(0).reference();
      happenings.take(
          Happenings.released("n-1", reference, "OPEN"),
          Happenings.released("n-2", reference, "RELEASED"));

      confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      confirm(bench, 2, "HLD-1", null);

      assertThat(bench.postings()).extracting(Posting::operation).last().isEqualTo("release");
      assertThat(bench.postings().get(1).fields()).containsEntry("nonconformance", "NC-1");
      assertThat(bench.postings().get(2).fields()).containsEntry("hold", "HLD-1");
    }
  }

  @Test
  void j7WhatAMessageBeganMayHaveBeenMadeBeforeARestoreThatNobodyKnowsOf() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("hold-nonconforming"))) {
      Happenings happenings = new Happenings(bench);
      happenings.takeMessages(Happenings.quality("q-1", "PO-1", "102.5"));
      happenings.take(Happenings.quality("q-2", "PO-2", "102.5"));

      assertThat(bench.postings()).extracting(Posting::doubt).containsExactly(START, NONE);
    }
  }

  @Test
  void j7WhatAnEventBeganIsLookedUpAfterARestoreAndNeverCutOtherwise() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("hold-nonconforming"))) {
      Happenings happenings = new Happenings(bench);
      bench.store.writeNow(
          handle -> {
            bench.postings.resent(handle, 1, 1);
            return true;
          });
      happenings.take(Happenings.quality("q-1", "PO-1", "102.5"));

      assertThat(bench.postings()).extracting(Posting::doubt).containsExactly(RESTORED);
    }
  }

  @Test
  void aRunWaitsForItsOwnEventAndAfterItsLimitAPersonIsAsked() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("hold-nonconforming"))) {
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-1", "PO-1", "102.5"));
      confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      confirm(bench, 2, "HLD-1", null);
      happenings.take(Happenings.released("n-1", "SOMEBODY-ELSES", "RELEASED"));
      assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);

      bench.now = bench.now.plus(Duration.ofDays(8));
      bench.take();
      assertThat(bench.openCases()).extracting(Case::getClass_).containsExactly("WAIT_OVERDUE");
      bench.cases.close(bench.openCases().get(0).getId(), "wait-on", "");
      happenings.take(Happenings.released("n-2", bench.postings().get(0).reference(), "RELEASED"));

      assertThat(bench.openCases()).isEmpty();
      assertThat(bench.postings()).extracting(Posting::operation).last().isEqualTo("release");
    }
  }

  @Test
  void anAnswerWithoutAResultStopsTheRunUntilAPersonGivesIt() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("downtime-alert"))) {
      Happenings happenings = new Happenings(bench);
      happenings.take(
          Happenings.down("d-1", "PO-1", 29_999), Happenings.down("d-2", "PO-1", 60_000));
      assertThat(bench.postings()).hasSize(1);
      assertThat(bench.postings().get(0).fields()).containsEntry("minutes", "1");
      confirm(bench, 1, "RSC-1", "{\"old_date\":\"2026-12-01\"}");
      Case asked = bench.openCases().get(0);
      assertThat(asked.getTitle()).isEqualTo("flow downtime-alert stopped at changed");
      assertThat(bench.run(1).state()).isEqualTo(RunState.STOPPED);

      bench.cases.close(asked.getId(), "result", "new_date=2026-12-02");
      assertThat(bench.postings()).extracting(Posting::operation).last().isEqualTo("account");
      confirm(bench, 2, "", "{\"account\":\"A-7\"}");

      assertThat(bench.postings().get(2).fields())
          .containsEntry("new_date", "2026-12-02")
          .containsEntry("account", "A-7")
          .containsEntry("flow", "downtime-alert");
    }
  }

  @Test
  void aDocumentOfALaterStepLeadsToTheEventsBehindItsRun() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("hold-nonconforming"))) {
      new Happenings(bench).take(Happenings.quality("q-1", "PO-1", "102.5"));
      confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      confirm(bench, 2, "HLD-1", null);
      Lineage lineage =
          new Lineage(bench.store, bench.log, bench.chains, bench.flows, bench.postings);

      TraceResponse trace =
          lineage.trace(TraceRequest.newBuilder().setDocument("HLD-1").build(), Optional.empty());

      assertThat(trace.getPostingsList())
          .extracting(TracedPosting::getDocument)
          .containsExactly("NC-1", "HLD-1");
      assertThat(trace.getPostings(1).getEvents(0).getEvent()).isEqualTo("q-1");
      assertThat(
              lineage
                  .trace(TraceRequest.newBuilder().setEvent("q-1").build(), Optional.empty())
                  .getPostingsCount())
          .isEqualTo(2);
    }
  }

  @Test
  void anUnfinishedRunEndsByTheVersionThatItBeganWith() throws IOException {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, of("downtime-alert"))) {
      new Happenings(bench).take(Happenings.down("d-1", "PO-1", 60_000));
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.MILESTONE)) {
      confirm(bench, 1, "RSC-1", "{\"old_date\":\"2026-12-01\",\"new_date\":\"2026-12-02\"}");
      assertThat(bench.postings()).extracting(Posting::operation).last().isEqualTo("account");
    }
    assertThatThrownBy(() -> new FlowBench(folder, TestFlows.TARGETS))
        .hasMessageContaining("flow downtime-alert version 1 has unfinished work");
  }

  @Test
  void aWindowOfARemovedFlowBecomesItsPosting() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.MILESTONE)) {
      bench.take(new Counting().count(0, 7));
      assertThat(bench.postings()).isEmpty();
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS)) {
      assertThat(bench.postings()).hasSize(1);
      assertThat(bench.closedBy()).containsExactly("FLOW_CHANGE");
    }
  }

  @Test
  void aConditionWithoutAValueIsACaseAndTheFlowsGoOn() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      Happenings happenings = new Happenings(bench);
      happenings.take(
          Happenings.quality("q-1", "PO-1", "heavy"),
          Happenings.quality("q-2", "PO-1", "101.4"),
          Happenings.quality("q-3", "PO-1", "0.1016"),
          Happenings.quality("q-4", "PO-1", "101.6"));

      assertThat(bench.postings()).hasSize(1);
      assertThat(bench.openCases()).hasSize(1);
      assertThat(bench.openCases().get(0).getDetail()).contains("'heavy' is no decimal");
      bench.cases.close(bench.openCases().get(0).getId(), "end", "");
      assertThat(bench.store.read(bench.flows::open))
          .extracting(OpenRuns::state)
          .containsExactly(RunState.CALLING);
    }
  }

  private static Flow of(String name) throws IOException {
    return StepFlows.flow(Files.readString(Path.of("src/test/resources/flows", name + ".yaml")));
  }

  static void confirm(FlowBench bench, long id, String document) {
    confirm(bench, id, document, null);
  }

  static void confirm(FlowBench bench, long id, String document, @Nullable String result) {
    PostingListener listener = bench.flows.listener();
    bench.store.writeNow(
        handle -> {
          handle.execute(
              "UPDATE posting SET state = 'CONFIRMED', document = ?, result = ?, open = 0"
                  + " WHERE id = ?",
              document,
              result,
              id);
          Posting confirmed = bench.postings.find(handle, id).orElseThrow();
          assertThat(confirmed.state()).isEqualTo(PostingState.CONFIRMED);
          listener.confirmed(handle, confirmed);
          return true;
        });
  }
}
