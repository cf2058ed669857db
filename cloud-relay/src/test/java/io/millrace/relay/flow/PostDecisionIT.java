package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.counting.CountRule;
import io.millrace.relay.counting.Withheld;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.v1.Case;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person posts goes to the flows whose conditions let it in, and nothing of it is lost. */
class PostDecisionIT {
  @TempDir Path folder;
  private FlowBench bench;
  private final Counting press = new Counting();

  @BeforeEach
  void open() {
    bench =
        new FlowBench(
            folder,
            flow("good-only", "erp", "production_count.kind == CountKind.COUNT_KIND_GOOD"),
            flow(
                "certain-of-po",
                "mes",
                "event.keys.order.startsWith('PO-') && production_count.flags.size() == 0"));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static Flow flow(String name, String target, String where) {
    return TestFlows.flow(
        """
        flow: %s
        version: 1
        on: ProductionCount
        effect: production-confirmation
        target: %s
        operation: confirm
        where: %s
        window: {every: 5s, pieces: 50}
        late: case
        """
            .formatted(name, target, where),
        TestFlows.TARGETS);
  }

  @Test
  void aMisspeltNoteChangesNothing() {
    press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP).order("");
    take(press.count(0, 4));
    long id = onlyCase().getId();

    assertThatThrownBy(() -> bench.cases.close(id, "post", "ordr=PO-7"))
        .hasMessageContaining("did you mean 'order'?");

    assertThat(bench.postings()).isEmpty();
    assertThat(bench.openCases()).hasSize(1);
  }

  @Test
  void onlyFlowsWhoseConditionHoldsTakeIt() {
    press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP).order("");
    take(press.count(0, 4));

    bench.cases.close(onlyCase().getId(), "post", "order=PO-7");

    assertThat(bench.postings()).extracting(Posting::target).containsExactly("mes");
    assertThat(bench.openCases()).isEmpty();
  }

  @Test
  void whatNoFlowTakesIsRefusedAndTheCaseStaysOpen() {
    press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP).order("");
    take(press.count(0, 4));
    long asked = onlyCase().getId();

    assertThatThrownBy(() -> bench.cases.close(asked, "post", "order=X-1"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("no active flow takes 1 of its stretches")
        .hasMessageContaining("0 to 4 of press-1.scrap");

    assertThat(bench.postings()).isEmpty();
    assertThat(onlyCase().getId()).isEqualTo(asked);
    bench.cases.close(asked, "post", "order=PO-7");
    assertThat(bench.postings()).hasSize(1);
  }

  @Test
  void whatNoFlowTakesOfAPartlyTakenCaseIsAskedAboutAnew() {
    press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP).order("");
    take(press.count(0, 4), press.count(4, 9, CountFlag.COUNT_FLAG_SPLIT_READ));

    bench.cases.close(onlyCase().getId(), "post", "order=PO-7");

    assertThat(bench.ranges()).extracting("from", "to").containsExactly(tuple(0L, 4L));
    assertThat(onlyCase().getDetail()).contains("such as 4 to 9 of press-1.scrap");
    bench.cases.close(onlyCase().getId(), "ignore", "");
    assertThat(bench.store.read(bench.chains::givenUp)).extracting("from").containsExactly(4L);
  }

  @Test
  void aPersonWhoPostsAnUncertainCountHasTakenTheDoubtAway() {
    take(press.count(0, 4, CountFlag.COUNT_FLAG_UNCERTAIN));

    bench.cases.close(onlyCase().getId(), "post", "");

    assertThat(bench.postings()).extracting(Posting::target).containsExactly("erp", "mes");
  }

  @Test
  void aHoleIsJudgedAsTheCountThatItWouldHaveBeen() {
    press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP);
    take(press.count(0, 4), press.count(8, 9));
    bench.drain();

    bench.cases.close(onlyCase().getId(), "post", "");

    assertThat(bench.postings()).extracting(Posting::target).containsOnly("mes");
    assertThat(bench.ranges()).extracting("from").containsExactly(0L, 8L, 4L);
  }

  @Test
  void whatAConditionHasNoValueForIsWithheldAsUndecidedNotAsLate() {
    bench.close();
    bench =
        new FlowBench(
            folder.resolve("undecided"), flow("failing", "erp", "int(event.keys.order) > 0"));
    LoggedEvent count = press.count(0, 4);
    take(count);

    List<Withheld> withheld = bench.store.read(handle -> bench.chains.ofPosition(handle, 1));
    assertThat(withheld).extracting("rule").containsExactly(CountRule.UNDECIDED);
    assertThat(onlyCase().getTitle()).contains("cannot decide");
  }

  private void take(LoggedEvent... counts) {
    Event[] events = Stream.of(counts).map(LoggedEvent::event).toArray(Event[]::new);
    new Happenings(bench).take(events);
  }

  private Case onlyCase() {
    assertThat(bench.openCases()).hasSize(1);
    return bench.openCases().get(0);
  }
}
