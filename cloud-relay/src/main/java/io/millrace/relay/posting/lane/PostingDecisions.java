package io.millrace.relay.posting.lane;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.Decision;
import io.millrace.relay.posting.Creation;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingRows;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Reference;
import io.millrace.v1.Case;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What people's decisions do to postings. On the writer thread, in the closing transaction. */
final class PostingDecisions {
  private static final List<CaseClass> REFUSALS =
      List.of(CaseClass.DATA, CaseClass.MASTER_DATA_MISSING, CaseClass.REJECTED);

  private final Ledger ledger;
  private final Clock clock;
  private final Runnable wakeUp;

  PostingDecisions(Ledger ledger, Clock clock, Runnable wakeUp) {
    this.ledger = ledger;
    this.clock = clock;
    this.wakeUp = wakeUp;
  }

  void register(Cases cases) {
    for (CaseClass refusal : REFUSALS) {
      cases.register(decision(refusal, Questions.RETRY, this::retry));
      cases.register(decision(refusal, Questions.SKIP, this::skip));
      cases.register(decision(refusal, Questions.DONE, this::done));
    }
    cases.register(decision(CaseClass.UNKNOWN_OUTCOME, Questions.EXISTS, this::done));
    cases.register(decision(CaseClass.UNKNOWN_OUTCOME, Questions.DOES_NOT_EXIST, this::resend));
    cases.register(decision(CaseClass.DUPLICATE, Questions.UNDO, this::undo));
    cases.register(decision(CaseClass.DUPLICATE, Questions.ADOPT, this::adopt));
    cases.register(decision(CaseClass.UNKNOWN_OUTCOME, Questions.UNDO, this::undo));
    cases.register(decision(CaseClass.UNKNOWN_OUTCOME, Questions.ADOPT, this::adopt));
  }

  /** What was ever unknown is looked up before it is sent again, whatever it was refused for. */
  private void retry(Handle handle, Posting posting, String note) {
    requireUndecided(posting);
    boolean doubtful = posting.unknowns() > 0;
    set(handle, posting, doubtful ? PostingState.UNKNOWN : PostingState.READY, 1);
    LaneRows.release(handle, posting.lane());
  }

  /** A person says that there is no document. */
  private void resend(Handle handle, Posting posting, String note) {
    requireUndecided(posting);
    set(handle, posting, PostingState.READY, 1);
    LaneRows.release(handle, posting.lane());
  }

  private void skip(Handle handle, Posting posting, String note) {
    requireUndecided(posting);
    set(handle, posting, PostingState.SKIPPED, 0);
    ledger.drop(handle, posting);
    LaneRows.release(handle, posting.lane());
  }

  private void done(Handle handle, Posting posting, String note) {
    requireUndecided(posting);
    String document = note.strip();
    if (document.isEmpty() || document.contains(" ")) {
      throw MillraceException.hinted(
          ErrorCode.USAGE,
          "note '%s' is not the number of the document in %s".formatted(note, posting.target()),
          "say which one it is, for example --note CNF-0000001; nothing was changed");
    }
    PostingRows.confirm(handle, posting.id(), document, clock.now());
    ledger.announce(handle, posting.confirmed(document, clock.now()));
    LaneRows.release(handle, posting.lane());
  }

  /** The first document that was found is the posting's; others are reversed. */
  private void adopt(Handle handle, Posting posting, String note) {
    List<String> found = LaneRows.surplus(handle, posting.id());
    if (found.isEmpty() || !posting.isLeftToPeople()) {
      throw undecidable(posting);
    }
    String document = found.get(0);
    LaneRows.removeSurplus(handle, posting.id(), document);
    PostingRows.confirm(handle, posting.id(), document, clock.now());
    Posting confirmed = posting.confirmed(document, clock.now());
    ledger.announce(handle, confirmed);
    undo(handle, confirmed, note);
    ledger.answered(handle, posting, "document " + document + " was adopted");
    LaneRows.release(handle, posting.lane());
  }

  /**
   * One reversal per surplus document, in the lane of the original; one that has none of its own
   * documents is not to be made then.
   */
  private void undo(Handle handle, Posting posting, String note) {
    if (posting.isLeftToPeople()) {
      set(handle, posting, PostingState.SKIPPED, 0);
      ledger.answered(handle, posting, "its documents are reversed");
      ledger.drop(handle, posting);
      LaneRows.release(handle, posting.lane());
    }
    List<String> surplus = LaneRows.surplus(handle, posting.id());
    Doubt doubt = ledger.doubtOfUndo(handle, posting);
    for (String document : surplus) {
      NewPosting reversal =
          new NewPosting(
              posting.plant(),
              posting.target(),
              posting.operation(),
              posting.effect(),
              posting.order(),
              Reference.undoKey(posting.key(), document),
              posting.run(),
              posting.fields(),
              List.of(),
              List.of(),
              false);
      Creation.insertUndo(handle, reversal, posting, document, doubt, clock.now().toEpochMilli());
    }
  }

  private void set(Handle handle, Posting posting, PostingState state, int open) {
    LaneRows.decide(handle, posting.id(), state, open, clock.now());
  }

  private static void requireUndecided(Posting posting) {
    boolean undecided =
        posting.state() == PostingState.REJECTED
            || posting.state() == PostingState.PARKED
            || posting.state() == PostingState.UNKNOWN;
    if (!undecided) {
      throw undecidable(posting);
    }
  }

  private static MillraceException undecidable(Posting posting) {
    return new MillraceException(
        ErrorCode.USAGE,
        "posting %d is %s, there is nothing to decide".formatted(posting.id(), posting.state()));
  }

  private Decision decision(CaseClass caseClass, String name, Act act) {
    return Decision.of(
        caseClass,
        name,
        (handle, decided, note) -> {
          act.on(handle, posting(handle, decided), note);
          wakeUp.run();
        });
  }

  private static Posting posting(Handle handle, Case decided) {
    return PostingRows.find(handle, Long.parseLong(decided.getSubject()))
        .orElseThrow(
            () -> new MillraceException(ErrorCode.NOT_FOUND, "posting " + decided.getSubject()));
  }

  /** What one decision does. */
  private interface Act {
    void on(Handle handle, Posting posting, String note);
  }
}
