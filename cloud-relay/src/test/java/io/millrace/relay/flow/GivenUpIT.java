package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.lineage.Lineage;
import io.millrace.relay.posting.Posting;
import io.millrace.v1.Case;
import io.millrace.v1.TraceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts whose run ends before a document carries them are accounted for as given up. */
class GivenUpIT {
  private static final Flow FLOW =
      StepFlows.flow(
          """
          flow: confirm-production
          version: 1
          on: ProductionCount
          window: {every: 5s, pieces: 50}
          steps:
            - name: trial
              when: window.order != 'PO-TRIAL'
            - name: account
              lookup: crm.account
              with: {order: window.order}
            - name: waiting
              wait: Nonconformance
              match: [nonconformance.request, window.order]
              limit: 7d
            - name: confirm
              call: erp.confirm
              effect: production-confirmation
              with: {order: steps.account.account, yield: window.good, scrap: window.scrap}
          """);

  @TempDir Path folder;
  private FlowBench bench;
  private Happenings happenings;
  private final Counting press = new Counting();

  @BeforeEach
  void open() {
    bench = new FlowBench(folder, StepFlows.TARGETS, FLOW);
    happenings = new Happenings(bench);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void count(String order) {
    press.order(order);
    happenings.take(
        press.count(0, 10).event(), press.count(10, 20).event(), press.count(25, 30).event());
    bench.drain();
  }

  @Test
  void whatAConditionStopsIsGivenUpByTheEventsThatCountedIt() {
    count("PO-TRIAL");

    assertThat(bench.run(1).state()).isEqualTo(RunState.DONE);
    assertGivenUp();
    Lineage lineage =
        new Lineage(bench.store, bench.log, bench.chains, bench.flows, bench.postings);
    assertThat(
            lineage
                .trace(TraceRequest.newBuilder().setEvent("event-2").build(), Optional.empty())
                .getSubject()
                .getWithheldBy())
        .isEqualTo("GIVEN_UP");
  }

  @Test
  void aLookupThatIsLeftOutAsksAPersonAndIsAskedAnew() {
    count("PO-1");
    drop(1);

    Case asked = stopped();
    assertThat(asked.getDetail()).contains("no document has the counts yet");
    assertThat(bench.store.read(bench.chains::givenUp)).isEmpty();
    bench.cases.close(asked.getId(), "retry", "");

    assertThat(bench.postings()).extracting(Posting::operation).containsOnly("account");
    assertThat(bench.postings()).hasSize(2);
    StepsIT.confirm(bench, 2, "", "{\"account\":\"A-7\"}");
    assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);
  }

  @Test
  void aPersonGivesTheAnswerOfALookupThatIsLeftOut() {
    count("PO-1");
    drop(1);
    bench.cases.close(stopped().getId(), "result", "account=A-7");
    assertThat(bench.run(1).state()).isEqualTo(RunState.WAITING);

    happenings.take(Happenings.released("n-1", "PO-1", "RELEASED"));

    Posting confirm = bench.postings().get(1);
    assertThat(confirm.fields()).containsEntry("order", "A-7").containsEntry("yield", "25");
    assertThat(bench.ranges(confirm)).extracting("from").containsExactly(0L, 25L);
    assertThat(bench.store.read(bench.chains::givenUp)).isEmpty();
  }

  @Test
  void whatAPersonEndsIsGivenUp() {
    count("PO-1");
    drop(1);
    bench.cases.close(stopped().getId(), "end", "");

    assertThat(bench.run(1).state()).isEqualTo(RunState.ENDED);
    assertGivenUp();
  }

  @Test
  void whatAPersonEndsWhileItWaitsIsGivenUp() {
    count("PO-1");
    StepsIT.confirm(bench, 1, "", "{\"account\":\"A-7\"}");
    bench.now = bench.now.plus(Duration.ofDays(8));
    bench.take();
    Case overdue =
        bench.openCases().stream()
            .filter(each -> each.getClass_().equals("WAIT_OVERDUE"))
            .findFirst()
            .orElseThrow();
    bench.cases.close(overdue.getId(), "end", "");

    assertGivenUp();
  }

  private void assertGivenUp() {
    assertThat(bench.store.read(bench.chains::givenUp))
        .extracting("from", "to", "position", "flow")
        .containsExactlyInAnyOrder(
            tuple(0L, 10L, 1L, "confirm-production"),
            tuple(10L, 20L, 2L, "confirm-production"),
            tuple(25L, 30L, 3L, "confirm-production"));
    assertThat(bench.sums()).singleElement().extracting("withheld").isEqualTo(Quantity.of(25));
    assertThat(bench.ranges()).isEmpty();
  }

  private Case stopped() {
    return bench.openCases().stream()
        .filter(each -> each.getClass_().equals("FLOW_STOPPED"))
        .findFirst()
        .orElseThrow();
  }

  private void drop(long id) {
    bench.store.writeNow(
        handle -> {
          handle.execute("UPDATE posting SET state = 'SKIPPED', open = 0 WHERE id = ?", id);
          bench.flows.listener().dropped(handle, bench.postings.find(handle, id).orElseThrow());
          return true;
        });
  }
}
