package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingRows;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with documents of a posting that was given up. */
class PostingDecisionsIT {
  @TempDir Path folder;
  private final Clock clock = Clock.system();
  private final Postings postings = new Postings(clock);
  private Store store;
  private Cases cases;

  @BeforeEach
  void open() {
    store = Store.open(folder);
    cases = new Cases(store, clock);
    Lanes.registerDecisions(cases, clock, List.of());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void adoptTakesTheFirstDocumentReversesTheOthersAndAnswersWhatElseWasAsked() {
    long id = givenUp(List.of("D-1", "D-2"));

    decide("adopt");

    assertThat(posting(id).state()).isEqualTo(PostingState.CONFIRMED);
    assertThat(posting(id).document()).isEqualTo("D-1");
    assertThat(posting(id + 1).undoDocument()).isEqualTo("D-2");
    assertThat(cases.list(false)).isEmpty();
  }

  @Test
  void undoReversesAllOfThemAndTheLaneGoesOn() {
    long id = givenUp(List.of("D-1"));

    decide("undo");

    assertThat(posting(id).state()).isEqualTo(PostingState.SKIPPED);
    assertThat(posting(id + 1).undoDocument()).isEqualTo("D-1");
    assertThat(cases.list(false)).isEmpty();
  }

  @Test
  void whatWasEverUnknownIsLookedUpWhenAPersonTriesItAgain() {
    long doubtful = givenUp(List.of("D-1"));

    decide("retry");

    assertThat(posting(doubtful).state()).isEqualTo(PostingState.UNKNOWN);
  }

  @Test
  void whatWasNeverUnknownIsSentAgainAtOnce() {
    long refused = givenUp(List.of("D-1"));
    execute("UPDATE posting SET unknowns = 0, attempts = 24 WHERE id = " + refused);

    decide("retry");

    assertThat(posting(refused).state()).isEqualTo(PostingState.READY);
    assertThat(posting(refused).attempts()).isZero();
  }

  @Test
  void adoptingForOneThatWasLeftOutCountsItAsConfirmedOnly() {
    long id = givenUp(List.of("D-1"));
    execute("UPDATE posting SET state = 'SKIPPED', open = 0 WHERE id = " + id);

    decide("adopt");

    assertThat(store.read(postings::countsByState))
        .containsExactly(Map.entry(PostingState.CONFIRMED, 1L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"REJECTED", "PARKED"})
  void j7WhatWasGivenUpBeforeARestoreIsLookedUpWhenAPersonTriesItAgain(String state) {
    long id = givenUp(List.of("D-1"));
    execute("UPDATE posting SET unknowns = 0, state = '" + state + "' WHERE id = " + id);

    assertThat(store.<Integer>writeNow(handle -> postings.restored(handle, 0))).isEqualTo(1);
    assertThat(posting(id).doubt()).isEqualTo(Doubt.RESTORED);
    decide("retry");

    assertThat(posting(id).state()).isEqualTo(PostingState.UNKNOWN);
  }

  @Test
  void j7AReversalAfterARestoreMayHaveBeenMadeAlready() {
    long id = givenUp(List.of("D-1"));
    execute("INSERT INTO posting_restored VALUES (0, 0)");

    decide("undo");

    assertThat(posting(id + 1).doubt()).isEqualTo(Doubt.RESTORED);
    assertThat(posting(id + 1).state()).isEqualTo(PostingState.UNKNOWN);
  }

  private void execute(String sql) {
    int unused = store.<Integer>writeNow(handle -> handle.execute(sql));
  }

  private void decide(String decision) {
    long question =
        cases.list(false).stream()
            .filter(each -> each.getDecisionsList().contains(decision))
            .findFirst()
            .orElseThrow()
            .getId();
    assertThat(cases.close(question, decision, "").getDecision()).isEqualTo(decision);
  }

  private long givenUp(List<String> documents) {
    NewPosting asked =
        new NewPosting(
            "acme/graz",
            "erp",
            "confirm",
            "e",
            "PO",
            "k",
            1,
            Map.of(),
            List.of(),
            List.of(),
            false);
    return store.writeNow(
        handle -> {
          long id = postings.create(handle, asked);
          handle.execute(
              "UPDATE posting SET state = 'REJECTED', failure_class = 'REJECTED', unknowns = 1"
                  + " WHERE id = ?",
              id);
          documents.forEach(
              each -> handle.execute("INSERT INTO posting_surplus VALUES (?, ?)", id, each));
          Posting rejected = PostingRows.get(handle, id);
          cases.open(
              handle,
              Questions.raised(rejected, io.millrace.relay.casework.CaseClass.REJECTED, "no"));
          cases.open(handle, Questions.unowned(rejected, documents));
          return id;
        });
  }

  private Posting posting(long id) {
    return store.read(handle -> postings.find(handle, id)).orElseThrow();
  }
}
