package io.millrace.relay.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.MillraceException;
import io.millrace.base.quantity.Quantity;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.flow.Counting;
import io.millrace.relay.flow.FlowWorker;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.flow.TestFlows;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.LatePolicy;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import io.millrace.v1.MachineState;
import io.millrace.v1.QualityResult;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedEvent;
import io.millrace.v1.TracedPosting;
import io.millrace.v1.TracedRange;
import io.millrace.v1.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageIT {
  private static final Flow FLOW =
      TestFlows.counts(
          "confirm-production",
          "production-confirmation",
          "erp",
          Duration.ofHours(1),
          25,
          LatePolicy.CASE);

  @TempDir Path folder;
  private Store store;
  private Lineage lineage;
  private FlowWorker worker;
  private final EventLog log = new EventLog();
  private final List<LoggedEvent> events = new ArrayList<>();

  @BeforeEach
  void produce() {
    store = Store.open(folder);
    Cases cases = new Cases(store, Clock.system());
    Chains chains = new Chains(cases);
    Postings postings = new Postings(Clock.system());
    Flows flows =
        new Flows(
            List.of(FLOW),
            TestFlows.TARGETS,
            chains,
            postings,
            log,
            cases,
            Clock.system(),
            ZoneOffset.UTC);
    lineage = new Lineage(store, log, chains, flows, postings);
    worker = new FlowWorker(store, log, flows, Clock.system());
    count();
    log(events.stream().map(LineageIT::record).toList());
    while (worker.work() > 0) {
      Thread.onSpinWait();
    }
    store.writeNow(
        handle ->
            handle.execute("UPDATE posting SET state = 'CONFIRMED', document = 'CNF-' || id"));
  }

  private void log(List<NewRecord> records) {
    store.writeNow(
        handle -> {
          log.append(
              handle,
              new LogOrigin("press-shop", Counting.PLANT, "events", "epoch"),
              Instant.EPOCH,
              records);
          return true;
        });
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Forty steps of good and ten of scrap, an uncertain count, and one that waits at the end. */
  private void count() {
    Counting press = new Counting();
    for (int n = 0; n < 10; n++) {
      press.counter("press-1.good", CountKind.COUNT_KIND_GOOD);
      events.add(press.count(n * 4L, n * 4L + 4));
      press.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP);
      events.add(press.count(n, n + 1));
    }
    press.counter("press-1.good", CountKind.COUNT_KIND_GOOD);
    events.add(press.count(40, 45, CountFlag.COUNT_FLAG_UNCERTAIN));
    events.add(press.count(45, 46));
    events.add(press.count(43, 46));
  }

  @Test
  void aDocumentLeadsToItsRegisterValuesAndBack() {
    TraceResponse order = trace("PO-1-001");
    assertThat(order.getPostingsCount()).isEqualTo(2);

    for (TracedPosting posting : order.getPostingsList()) {
      TraceResponse document = trace(posting.getDocument());
      assertThat(document.getPostingsList()).containsExactly(posting);
      assertThat(sum(posting, "GOOD")).hasToString(posting.getFieldsOrThrow("good"));
      assertThat(sum(posting, "SCRAP")).hasToString(posting.getFieldsOrThrow("scrap"));
      assertThat(posting.getRun().getVersion()).isEqualTo(3);
      assertThat(posting.getRun().getClosedBy()).isEqualTo("PIECES");
      for (TracedEvent event : posting.getEventsList()) {
        assertThat(event.getDocument()).isEqualTo(posting.getDocument());
        assertThat(trace(event.getEvent()).getPostingsList()).containsExactly(posting);
      }
    }
  }

  @Test
  void onePlantSeesAllOfItsOwnAndNothingOfAnother() {
    store.writeNow(handle -> handle.execute("DELETE FROM posting_member WHERE posting = 1"));
    TraceRequest order = TraceRequest.newBuilder().setAny("PO-1-001").build();

    TraceResponse own = lineage.trace(order, Optional.of(Counting.PLANT));

    assertThat(own).as("also what has no event").isEqualTo(trace("PO-1-001"));
    assertThat(own.getPostings(0).getEventsList()).isEmpty();
    for (String subject : List.of("PO-1-001", "CNF-1", events.get(3).event().getId())) {
      assertThatThrownBy(
              () ->
                  lineage.trace(
                      TraceRequest.newBuilder().setAny(subject).build(), Optional.of("acme/linz")))
          .hasMessageContaining("no order, document or event " + subject);
    }
  }

  @Test
  void rangesAreDisjointAndCoverTheEventsOfTheirPosting() {
    for (TracedPosting posting : trace("PO-1-001").getPostingsList()) {
      for (TracedRange range : posting.getRangesList()) {
        long steps =
            posting.getEventsList().stream()
                .filter(event -> event.getCounter().equals(range.getCounter()))
                .mapToLong(event -> event.getTo() - event.getFrom())
                .sum();
        assertThat(steps).isEqualTo(range.getTo() - range.getFrom());
      }
    }
  }

  @Test
  void anEventOutsideOfPostingsNamesTheRuleThatKeptIt() {
    List<TracedEvent> unposted = trace("PO-1-001").getUnpostedList();

    assertThat(unposted)
        .extracting(TracedEvent::getWithheldBy)
        .containsExactly("UNCERTAIN OPEN", "WINDOW_OPEN", "REPEATED");
    assertThat(trace(unposted.get(1).getEvent()).getUnpostedList())
        .extracting(TracedEvent::getWithheldBy)
        .containsExactly("WINDOW_OPEN");
    assertThat(unposted)
        .extracting(event -> String.join(" ", event.getFlagsList()))
        .containsExactly("UNCERTAIN", "", "");
    assertThat(unposted.get(0).getAgent()).isEqualTo("press-shop");
    assertThat(unposted.get(0).getPlant()).isEqualTo(Counting.PLANT);
    assertThat(unposted.get(0).getSequence()).isEqualTo(21);
  }

  @Test
  void anEventThatIsAskedForStandsBesideTheRestOfItsPosting() {
    String asked = events.get(3).event().getId();

    TraceResponse trace =
        lineage.trace(TraceRequest.newBuilder().setEvent(asked).build(), Optional.empty());

    assertThat(trace.getSubject().getEvent()).isEqualTo(asked);
    assertThat(trace.getSubject().getPosting()).isEqualTo(trace.getPostings(0).getPosting());
    assertThat(trace.getPostings(0).getEventsCount()).isGreaterThan(1);
  }

  @Test
  void aResultTellsWhatWasMeasured() {
    Event.Builder result = events.get(0).event().toBuilder();
    result
        .setId("01938e5a-0000-7000-8000-000000000001")
        .setQualityResult(
            QualityResult.newBuilder()
                .setCharacteristic("fill-weight")
                .setValue("101.7")
                .setUnit("g")
                .setVerdict(Verdict.VERDICT_OUTSIDE));
    log(List.of(new NewRecord(1_000, result.build(), result.build().toByteString())));

    TraceResponse trace = trace(result.getId());

    assertThat(trace.getSubject().getCharacteristic()).isEqualTo("fill-weight");
    assertThat(trace.getSubject().getValue()).isEqualTo("101.7");
    assertThat(trace.getSubject().getUnit()).isEqualTo("g");
    assertThat(trace.getSubject().getVerdict()).isEqualTo("OUTSIDE");
    assertThat(trace(events.get(0).event().getId()).getSubject().getValue()).isEmpty();
  }

  @Test
  void whatIsNeitherCountNorResultSaysWhatItTells() {
    Event.Builder state = events.get(0).event().toBuilder();
    state
        .setId("01938e5a-0000-7000-8000-000000000002")
        .setMachineState(MachineState.newBuilder().setState("STOPPED").setPrevious("RUNNING"));
    log(List.of(new NewRecord(1_001, state.build(), state.build().toByteString())));

    TracedEvent subject = trace(state.getId()).getSubject();

    assertThat(subject.getSays()).isEqualTo("MachineState STOPPED (0), was RUNNING");
    assertThat(subject.getWithheldBy()).isEqualTo("NO_RUN");
    assertThat(trace(events.get(0).event().getId()).getSubject().getSays()).isEmpty();
  }

  @Test
  void aStrangerIsNotFound() {
    assertThatThrownBy(() -> trace("PO-9-999"))
        .isInstanceOf(MillraceException.class)
        .hasMessage("NOT_FOUND: no order, document or event PO-9-999");
  }

  private static Quantity sum(TracedPosting posting, String kind) {
    return posting.getRangesList().stream()
        .filter(range -> range.getKind().equals(kind))
        .map(range -> Quantity.parse(range.getQuantity()))
        .reduce(Quantity.ZERO, Quantity::plus);
  }

  private TraceResponse trace(String any) {
    return lineage.trace(TraceRequest.newBuilder().setAny(any).build(), Optional.empty());
  }

  private static NewRecord record(LoggedEvent logged) {
    return new NewRecord(logged.sequence(), logged.event(), logged.event().toByteString());
  }
}
