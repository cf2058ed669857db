package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.config.ConfigReader;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.FakeTarget;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose documents are counted when. */
class RecountsIT {
  private static final String TARGET =
      """
      target: %s
      base_url: http://localhost:1
      limits: {in_flight: 4, timeout: 1s, lease: 3s, settle: 2s, recount: 10s}
      breaker: {failures: 1, window: 1, open: 1h}
      operations:
        confirm:
          level: L3
          request: {method: POST, path: '/c/{order}', body: {reference: '{reference}'}}
          document: /number
          lookup: {path: '/c?reference={reference}', items: /items, document: /number}
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final SimStore store = new SimStore();
  private final Postings postings = new Postings(clock);
  private final Inbox inbox = new Inbox();
  private final Gate broken = gate("a");
  private final Gate sound = gate("b");
  private Store unused;
  private Recounts recounts;

  @BeforeEach
  void open() {
    unused = Store.open(folder);
    Ledger ledger = new Ledger(new Cases(unused, clock), clock, postings.doubts(), List.of());
    recounts =
        new Recounts(
            store, ledger, inbox, clock, Map.of("a", broken, "b", sound), (gate, found) -> {});
  }

  @AfterEach
  void close() {
    store.close();
    unused.close();
  }

  @Test
  void aTargetThatIsDownHoldsUpTheCountsOfNoOther() {
    assertThat(broken.enter(clock.nanos())).isTrue();
    broken.leave(new Outcome.NotSent(FailureClass.DEST_DOWN, "refused"));
    for (int i = 0; i < 40; i++) {
      due("a", i, Duration.ofSeconds(-1));
    }
    long other = due("b", 1, Duration.ZERO);

    round();

    assertThat(left(other)).isZero();
  }

  @Test
  void aClockSetBackPutsNoCountOffForLong() {
    long early = due("b", 1, Duration.ofSeconds(9));
    long never = due("b", 2, Duration.ofDays(300));

    round();

    assertThat(left(early)).as("not due yet").isEqualTo(1);
    assertThat(left(never)).isZero();
  }

  private void round() {
    for (int i = 0; i < 50; i++) {
      recounts.work(clock.nanos());
      inbox.drain();
      store.commit(10, true);
      ((FakeTarget) sound.connector).work();
      inbox.drain();
      clock.advance(Duration.ofMillis(20).toNanos());
    }
  }

  private Gate gate(String name) {
    Target target = ConfigReader.read(name + ".yaml", TARGET.formatted(name), Target.class);
    return new Gate(
        target,
        new FakeTarget(clock, target.limits(), () -> FakeTarget.Fault.NONE, () -> 0.5, false),
        clock);
  }

  private long due(String target, int number, Duration in) {
    NewPosting asked =
        new NewPosting(
            "acme/graz",
            target,
            "confirm",
            "e",
            "PO",
            target + number,
            1,
            Map.of("order", "PO"),
            List.of(),
            List.of(),
            false);
    long id = postings.create(store.handle(), asked);
    store
        .handle()
        .execute(
            "UPDATE posting SET state = 'CONFIRMED', open = 0, document = 'D', counts_left = 1,"
                + " count_due = ? WHERE id = ?",
            clock.now().plus(in).toEpochMilli(),
            id);
    return id;
  }

  private int left(long id) {
    return store
        .handle()
        .createQuery("SELECT counts_left FROM posting WHERE id = ?")
        .bind(0, id)
        .mapTo(Integer.class)
        .one();
  }
}
