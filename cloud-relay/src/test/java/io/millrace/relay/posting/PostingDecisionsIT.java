package io.millrace.relay.posting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.posting.lane.Lanes;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  private void decide(String decision) {
    long question =
        cases.list(false).stream()
            .filter(each -> each.getDecisionsList().contains("adopt"))
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
