package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.LatePolicy;
import io.millrace.relay.flow.window.MachineOrders;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.v1.CountKind;
import io.millrace.v1.GenerationStart;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule J5: ranges, not windows, are posted. */
class J5RangesIT {
  @TempDir Path folder;
  private FlowBench bench;
  private final Counting press = new Counting();

  @BeforeEach
  void open() {
    bench = new FlowBench(folder, FlowBench.FLOW);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void goodAndScrapOfOneMachineAndOrderAreOnePosting() {
    bench.take(press.count(0, 8));
    press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP);
    bench.take(press.count(0, 2));
    bench.drain();

    assertThat(bench.postings()).hasSize(1);
    Posting posting = bench.postings().get(0);
    assertThat(posting.fields())
        .containsEntry("good", "8")
        .containsEntry("scrap", "2")
        .containsEntry("rework", "0")
        .containsEntry("machine", "press-1")
        .containsEntry("order", "PO-1-001")
        .containsEntry("unit", "{piece}")
        .containsEntry("business_date", "2026-11-21");
    assertThat(bench.ranges(posting)).hasSize(2);
  }

  @Test
  void aWindowClosesByPieces() {
    bench.take(press.count(0, 30), press.count(30, 49), press.count(49, 52), press.count(52, 53));

    assertThat(bench.ranges()).singleElement().extracting("from", "to").containsExactly(0L, 52L);
    assertThat(bench.closedBy()).containsExactly("PIECES");
  }

  @Test
  void aWindowClosesByAgeThatARestartDoesNotForget() {
    bench.take(press.count(0, 3));
    bench.now = bench.now.plusSeconds(4);
    bench.close();
    FlowBench restarted = new FlowBench(folder, FlowBench.FLOW);
    restarted.now = bench.now;
    bench = restarted;
    bench.take();
    assertThat(bench.postings()).isEmpty();

    bench.now = bench.now.plusSeconds(1);
    bench.take();

    assertThat(bench.closedBy()).containsExactly("AGE");
  }

  @Test
  void aWindowClosesAtOrderChangeAndAtGenerationChange() {
    bench.take(press.count(0, 3));
    press.order("PO-1-002").at(Counting.START.plusSeconds(1));
    bench.take(press.count(3, 5));
    press.generation("g2");
    bench.take(press.start(GenerationStart.GENERATION_START_RESET, 0, 4));
    bench.drain();

    assertThat(bench.closedBy()).containsExactly("ORDER_CHANGE", "GENERATION_CHANGE", "DRAIN");
    assertThat(bench.postings())
        .extracting(Posting::order)
        .containsExactly("PO-1-001", "PO-1-002", "PO-1-002");
  }

  @Test
  void laterCountsGoToTheNextPostingAlsoWhileTheHeadIsUnknown() {
    bench.take(press.count(0, 50));
    long head = bench.postings().get(0).id();
    bench.store.writeNow(
        h ->
            h.execute(
                "UPDATE posting SET state = ? WHERE id = ?", PostingState.UNKNOWN.name(), head));
    bench.take(press.count(50, 60));
    bench.drain();

    assertThat(bench.ranges(bench.postings().get(0))).extracting("to").containsExactly(50L);
    assertThat(bench.ranges(bench.postings().get(1))).extracting("from").containsExactly(50L);
    assertThat(bench.postings()).extracting(Posting::key).doesNotHaveDuplicates();
  }

  @Test
  void theKeyNamesWhereRangesBeginAndNeitherFlowNorVersionNorEnds() {
    Counting other = new Counting();
    bench.take(press.count(0, 50));
    Flow renamed =
        TestFlows.counts(
            "renamed", "production-confirmation", "erp", Duration.ofSeconds(1), 5, LatePolicy.POST);
    try (FlowBench second = new FlowBench(folder.resolve("second"), renamed)) {
      second.take(other.count(0, 5));

      assertThat(second.postings().get(0).key()).isEqualTo(bench.postings().get(0).key());
    }
  }

  @Test
  void anEffectIsFixedAtItsFirstActivation() {
    bench.close();
    Flow changed =
        TestFlows.counts(
            "confirm-production",
            "something-else",
            "erp",
            Duration.ofSeconds(5),
            50,
            LatePolicy.CASE);

    assertThatThrownBy(() -> new FlowBench(folder, changed))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("'something-else' was active as 'production-confirmation'");
  }

  @Test
  void aCountThatComesAfterItsOrderEndedIsLeftToAPerson() {
    bench.take(press.count(0, 10));
    press.order("PO-1-002").at(Counting.START.plusSeconds(10));
    bench.take(press.count(20, 30));
    press.order("PO-1-001").at(Counting.START.plusSeconds(5));
    bench.now = bench.now.plus(MachineOrders.GRACE).plusSeconds(1);
    bench.take(press.count(10, 20));
    bench.drain();

    assertThat(bench.ranges()).extracting("from").containsExactly(0L, 20L);
    long late =
        bench.openCases().stream()
            .filter(c -> c.getClass_().equals("LATE_COUNT"))
            .findFirst()
            .orElseThrow()
            .getId();
    bench.cases.close(late, "post", "");
    assertThat(bench.ranges()).extracting("from").containsExactly(0L, 20L, 10L);
    assertThat(bench.postings().get(2).order()).isEqualTo("PO-1-001");
  }

  @Test
  void anOrderThatIsTakenUpAgainIsNotLate() {
    bench.take(press.count(0, 10));
    press.order("PO-1-002").at(Counting.START.plusSeconds(10));
    bench.take(press.count(10, 20));
    press.order("PO-1-001").at(Counting.START.plusSeconds(600));
    bench.now = bench.now.plusSeconds(600);
    bench.take(press.count(20, 30));
    bench.drain();

    assertThat(bench.ranges()).extracting("from").containsExactly(0L, 10L, 20L);
    assertThat(bench.openCases()).isEmpty();
  }
}
