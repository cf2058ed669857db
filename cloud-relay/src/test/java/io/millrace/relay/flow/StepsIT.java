package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.PostingState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of several steps over a store, with confirmations given by hand. */
class StepsIT {
  private static final Flow MILESTONE =
      StepFlows.flow(
          """
          flow: confirm-production
          version: 2
          on: ProductionCount
          where: production_count.flags.size() == 0
          window: {every: 5s, pieces: 50}
          steps:
            - name: confirm
              call: erp.confirm
              effect: production-confirmation
              with: {order: window.order, yield: window.good, scrap: window.scrap}
            - name: milestone
              call: crm.order-status
              effect: order-milestone
              with: {external_id: window.order, status: "'IN_PRODUCTION'", quantity: confirmed.good}
          """);

  @TempDir Path folder;

  @Test
  void aStepBeginsWhenTheOneBeforeIsConfirmedAndReadsTheExactSum() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, MILESTONE)) {
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

  static void confirm(FlowBench bench, long id, String document) {
    PostingListener listener = bench.flows.listener();
    bench.store.writeNow(
        handle -> {
          handle.execute(
              "UPDATE posting SET state = 'CONFIRMED', document = ?, open = 0 WHERE id = ?",
              document,
              id);
          Posting confirmed = bench.postings.find(handle, id).orElseThrow();
          assertThat(confirmed.state()).isEqualTo(PostingState.CONFIRMED);
          listener.confirmed(handle, confirmed);
          return true;
        });
  }
}
