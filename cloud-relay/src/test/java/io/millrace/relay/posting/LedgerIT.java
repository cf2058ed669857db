package io.millrace.relay.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Limits;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Poison;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commits may change, and what a late one may not. */
class LedgerIT {
  private static final Terms TERMS =
      new Terms(Level.L3, Poison.BLOCK, Duration.ofSeconds(3), Duration.ofSeconds(1));
  private static final Verdict DONE = new Verdict.Confirm("D-1", List.of(), false);

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock();
  private final SimStore store = new SimStore();
  private final Postings postings = new Postings(clock);
  private final List<Long> confirmed = new ArrayList<>();
  private Store unused;
  private Ledger ledger;

  @BeforeEach
  void open() {
    unused = Store.open(folder);
    ledger =
        new Ledger(
            new Cases(unused, clock),
            clock,
            postings.doubts(),
            List.of((handle, posting) -> confirmed.add(posting.id())));
  }

  @AfterEach
  void close() {
    store.close();
    unused.close();
  }

  @Test
  void anOutcomeAfterATakeoverChangesNothingButTheListOfAttempts() {
    long id = create("k1");
    Settled claimed = claim(id);
    LaneHead sending = Objects.requireNonNull(claimed.next());
    ledger.takeOver(store.handle(), sending, claimed.nextAttempt());

    Settled late = settle(sending, claimed.nextAttempt());

    assertThat(late.late()).isTrue();
    assertThat(posting(id).state()).isEqualTo(PostingState.UNKNOWN);
    assertThat(confirmed).isEmpty();
    assertThat(postings.attempts(store.handle(), id))
        .extracting(AttemptRecord::outcome)
        .containsExactly("unknown", "late, done");
  }

  @Test
  void anOutcomeFromBeforeARestartChangesNothing() {
    long id = create("k1");
    Settled claimed = claim(id);
    ledger.recover(store.handle());

    Settled late = settle(Objects.requireNonNull(claimed.next()), claimed.nextAttempt());

    assertThat(late.late()).isTrue();
    assertThat(posting(id).state()).isEqualTo(PostingState.UNKNOWN);
    assertThat(posting(id).unknowns()).isEqualTo(1);
  }

  @Test
  void aLaneIsClaimedOnceUnderEachFence() {
    long id = create("k1");
    LaneHead head = head(id);

    assertThat(ledger.claim(store.handle(), head).next()).isNotNull();
    assertThat(ledger.claim(store.handle(), head).next()).isNull();
    assertThat(postings.attempts(store.handle(), id)).hasSize(1);
  }

  @Test
  void theCommitOfAnOutcomeMarksTheNextHead() {
    long first = create("k1");
    long second = create("k2");
    Settled claimed = claim(first);

    Settled settled =
        ledger.settle(
            store.handle(),
            Objects.requireNonNull(claimed.next()),
            TERMS,
            Limits.DEFAULT,
            DONE,
            attempted(claimed.nextAttempt()),
            true);

    assertThat(settled.nextAttempt()).isEqualTo(1);
    assertThat(posting(first).state()).isEqualTo(PostingState.CONFIRMED);
    assertThat(posting(second).state()).isEqualTo(PostingState.SENDING);
    assertThat(confirmed).containsExactly(first);
  }

  private Settled claim(long id) {
    return ledger.claim(store.handle(), head(id));
  }

  private Settled settle(LaneHead head, int attempt) {
    return ledger.settle(
        store.handle(), head, TERMS, Limits.DEFAULT, DONE, attempted(attempt), false);
  }

  private Attempted attempted(int number) {
    return new Attempted(Attempted.SEND, number, clock.now(), "done", "D-1");
  }

  private LaneHead head(long id) {
    return Objects.requireNonNull(LaneRows.head(store.handle(), posting(id).lane()));
  }

  private Posting posting(long id) {
    return postings.find(store.handle(), id).orElseThrow();
  }

  private long create(String key) {
    NewPosting asked =
        new NewPosting(
            "erp",
            "confirm",
            "effect",
            "PO-1",
            key,
            1,
            Map.of("order", "PO-1"),
            List.of(),
            List.of(),
            false);
    return postings.create(store.handle(), asked);
  }
}
