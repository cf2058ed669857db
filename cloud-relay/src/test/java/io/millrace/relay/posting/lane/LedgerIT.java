package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Limits;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Poison;
import io.millrace.relay.posting.AttemptRecord;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
  void aRestartEndsTheAttemptThatWasUnderWayAndNoOther() {
    long id = unknown();
    settle(head(id), new Verdict.Again(Duration.ZERO, false, false, "", "absent"));
    claim(id);

    ledger.recover(store.handle());

    assertThat(postings.attempts(store.handle(), id))
        .extracting(AttemptRecord::number, AttemptRecord::outcome, AttemptRecord::text)
        .containsExactly(
            tuple(1, "unknown", "outlived its lease"),
            tuple(2, "x", ""),
            tuple(3, "unknown", "the relay stopped while it was sent"));
    assertThat(posting(id).unknowns()).isEqualTo(2);
  }

  @Test
  void onlyAQuestionOfAnUnknownOutcomeLeavesThePostingToBeVerified() {
    long unknown = create("k1");
    long refused = create("k2", "PO-2");
    settle(head(unknown), new Verdict.Raise(CaseClass.UNKNOWN_OUTCOME, "nobody knows"));
    settle(head(refused), new Verdict.Raise(CaseClass.REJECTED, "no such order"));

    assertThat(posting(unknown).unknowns()).isEqualTo(1);
    assertThat(posting(refused).unknowns()).isZero();
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

    Settled settled = concludeAndGoOn(claimed);

    assertThat(settled.nextAttempt()).isEqualTo(1);
    assertThat(posting(first).state()).isEqualTo(PostingState.CONFIRMED);
    assertThat(posting(second).state()).isEqualTo(PostingState.SENDING);
    assertThat(confirmed).containsExactly(first);
  }

  @Test
  void theCommitOfAnOutcomeLeavesANextHeadThatIsInDoubtToBeAskedForFirst() {
    for (Doubt doubt : List.of(Doubt.START, Doubt.RESTORED, Doubt.KNOWN)) {
      long first = create("first " + doubt);
      long second = create("second " + doubt);
      execute("UPDATE posting SET doubt = " + doubt.code() + " WHERE id = " + second);
      Settled claimed = claim(first);

      Settled settled = concludeAndGoOn(claimed);

      assertThat(settled.nextAttempt()).as(doubt.name()).isZero();
      assertThat(posting(second).state()).as(doubt.name()).isEqualTo(PostingState.READY);
      assertThat(postings.attempts(store.handle(), second)).isEmpty();
      execute("UPDATE posting SET state = 'SKIPPED', open = 0 WHERE id = " + second);
    }
  }

  @Test
  void whatWasEverUnknownIsVerifiedWhenItsKeyIsReleased() {
    long refused = create("k1");
    long doubtful = create("k2");
    long fresh = create("k3");
    execute("UPDATE posting SET unknowns = 1 WHERE id = " + doubtful);
    LaneRows.park(store.handle(), posting(refused).lane());
    assertThat(posting(doubtful).state()).isEqualTo(PostingState.PARKED);

    LaneRows.release(store.handle(), posting(refused).lane());

    assertThat(posting(doubtful).state()).isEqualTo(PostingState.UNKNOWN);
    assertThat(posting(fresh).state()).isEqualTo(PostingState.READY);
  }

  @Test
  void aPostingThatWasUnknownAndIsGivenUpIsCountedAndItsDocumentIsAQuestion() {
    long id = givenUp();
    assertThat(number("SELECT counts_left FROM posting WHERE id = " + id)).isEqualTo(2);

    count(id, List.of("D-7"));
    count(id, List.of("D-7"));

    assertThat(questions("UNKNOWN_OUTCOME")).containsExactly("adopt\nundo 1");
  }

  @Test
  void eachCountUsesOneUpAndOneThatNobodyAnsweredUsesNone() {
    long id = givenUp();
    String left = "SELECT counts_left FROM posting WHERE id = " + id;
    String due = "SELECT count_due FROM posting WHERE id = " + id;

    count(id, List.of());
    assertThat(number(left)).isEqualTo(1);
    assertThat(time(due)).isEqualTo(clock.now().plus(Limits.DEFAULT.recount()));
    ledger.countLater(store.handle(), id, clock.now().plusSeconds(9).toEpochMilli());
    assertThat(number(left)).isEqualTo(1);
    assertThat(time(due)).isEqualTo(clock.now().plusSeconds(9));
    count(id, List.of());
    count(id, List.of());

    assertThat(number(left)).isZero();
  }

  @Test
  void twoDocumentsOfAPostingThatWasGivenUpAreADuplicate() {
    long id = givenUp();

    count(id, List.of("D-7", "D-8"));

    assertThat(questions("DUPLICATE")).containsExactly("adopt\nundo 1");
    assertThat(LaneRows.surplus(store.handle(), id)).containsExactly("D-7", "D-8");
  }

  @Test
  void ofVeryManyAttemptsTheFirstAndTheNewestAreKept() {
    long id = create("k1");
    for (int i = 0; i < 300; i++) {
      int number = LaneRows.beginNext(store.handle(), id, Attempted.VERIFY, 0, clock.now());
      LaneRows.end(store.handle(), id, number, clock.now(), "unclear", "");
    }

    List<Integer> kept =
        postings.attempts(store.handle(), id).stream().map(AttemptRecord::number).toList();
    assertThat(kept).hasSize(LaneRows.ATTEMPTS_MAX).contains(1, 300).isSorted();
    assertThat(number("SELECT count(*) FROM attempt_end")).isEqualTo(LaneRows.ATTEMPTS_MAX);
  }

  @Test
  void anUnclearSearchAsksAPersonAndTheQuestionGoesWithTheAnswer() {
    long id = unknown();

    settle(head(id), new Verdict.Verify(Duration.ZERO, false, true, "no list"));
    assertThat(questions("UNKNOWN_OUTCOME")).containsExactly("exists\ndoes-not-exist 1");
    settle(head(id), DONE);

    assertThat(questions("UNKNOWN_OUTCOME")).isEmpty();
    assertThat(posting(id).state()).isEqualTo(PostingState.CONFIRMED);
  }

  private long unknown() {
    long id = create("k1");
    Settled claimed = claim(id);
    ledger.takeOver(store.handle(), Objects.requireNonNull(claimed.next()), claimed.nextAttempt());
    return id;
  }

  private long givenUp() {
    long id = unknown();
    settle(head(id), new Verdict.Raise(CaseClass.REJECTED, "too many tries"));
    return id;
  }

  private void settle(LaneHead head, Verdict verdict) {
    Attempted verified = new Attempted(Attempted.VERIFY, 0, clock.now(), "x", "");
    ledger.conclude(store.handle(), head, TERMS, Limits.DEFAULT, verdict, verified, false);
  }

  private void count(long id, List<String> documents) {
    Attempted counted = new Attempted(Attempted.RECOUNT, 0, clock.now(), "found", "");
    ledger.counted(store.handle(), posting(id), Limits.DEFAULT, documents, counted);
  }

  private void execute(String sql) {
    store.handle().execute(sql);
  }

  private int number(String sql) {
    return store.handle().createQuery(sql).mapTo(Integer.class).one();
  }

  private Instant time(String sql) {
    return Instant.ofEpochMilli(store.handle().createQuery(sql).mapTo(Long.class).one());
  }

  /** Decisions and occurrences of the open cases of the class. */
  private List<String> questions(String caseClass) {
    return store
        .handle()
        .createQuery(
            "SELECT decisions || ' ' || occurrences FROM exception_case"
                + " WHERE class = ? AND closed_at IS NULL")
        .bind(0, caseClass)
        .mapTo(String.class)
        .list();
  }

  private Settled claim(long id) {
    return ledger.claim(store.handle(), head(id));
  }

  private Settled settle(LaneHead head, int attempt) {
    return ledger.conclude(
        store.handle(), head, TERMS, Limits.DEFAULT, DONE, attempted(attempt), false);
  }

  private Settled concludeAndGoOn(Settled claimed) {
    LaneHead head = Objects.requireNonNull(claimed.next());
    Attempted attempted = attempted(claimed.nextAttempt());
    return ledger.conclude(store.handle(), head, TERMS, Limits.DEFAULT, DONE, attempted, true);
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
    return create(key, "PO-1");
  }

  private long create(String key, String order) {
    NewPosting asked =
        new NewPosting(
            "acme/graz",
            "erp",
            "confirm",
            "effect",
            order,
            key,
            1,
            Map.of("order", order),
            List.of(),
            List.of(),
            false);
    return postings.create(store.handle(), asked);
  }
}
