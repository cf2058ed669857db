package io.millrace.relay.posting.lane;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Limits;
import io.millrace.relay.connector.Poison;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.Basis;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.Doubts;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.PostingRows;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Totals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the engine writes. Each method is one piece of a transaction on the writer thread; those
 * that end an attempt are fenced, so that a late result changes nothing but the list of attempts.
 */
final class Ledger {
  /** Counts after a document that was sent more than once: soon, and at recount. */
  private static final int COUNTS = 2;

  private static final Settled NOT_CLAIMED = new Settled(true, null, 0);

  private final Cases cases;
  private final Clock clock;
  private final Doubts doubts;
  private final List<PostingListener> listeners;

  Ledger(Cases cases, Clock clock, Doubts doubts, List<PostingListener> listeners) {
    this.cases = cases;
    this.clock = clock;
    this.doubts = doubts;
    this.listeners = listeners;
  }

  /**
   * At start: what was SENDING is UNKNOWN, fences grow, and whatever waits is in doubt. Returns the
   * highest posting's number.
   */
  long recover(Handle handle) {
    LaneRows.doubtSending(handle, clock.now());
    Doubts.doubtReady(handle);
    return LaneRows.newest(handle);
  }

  /** Marks the lane's head SENDING under a new fence; without a next one when it cannot be. */
  Settled claim(Handle handle, LaneHead head) {
    return LaneRows.moveFence(handle, head)
        ? mark(handle, head, head.fence() + 1, Doubt.KNOWN).orElse(NOT_CLAIMED)
        : NOT_CLAIMED;
  }

  /** Ends an attempt with its verdict; with {@code chain} the next head is SENDING at once. */
  Settled conclude(
      Handle handle,
      LaneHead head,
      Terms terms,
      Limits limits,
      Verdict verdict,
      @Nullable Attempted attempted,
      boolean chain) {
    Posting posting = head.posting();
    boolean holds =
        verdict instanceof Verdict.Confirm confirm
            ? LaneRows.confirmFenced(handle, head, confirm, clock.now())
            : LaneRows.isFenced(handle, head);
    note(handle, posting.id(), head.fence(), attempted, holds ? "" : "late, ");
    if (!holds) {
      return new Settled(true, LaneRows.head(handle, posting.lane(), posting), 0);
    }
    if (verdict instanceof Verdict.Confirm || verdict instanceof Verdict.Again) {
      withdrawUnclear(handle, posting);
    }
    apply(handle, posting, terms, limits, verdict);
    if (posting.doubt() == Doubt.START && verdict instanceof Verdict.Confirm confirm) {
      neverSent(handle, posting, confirm, attempted);
    }
    Optional<Settled> next =
        chain && !(verdict instanceof Verdict.Again)
            ? mark(handle, head, head.fence(), Doubt.NONE)
            : Optional.empty();
    return next.orElseGet(
        () -> new Settled(false, LaneRows.head(handle, posting.lane(), posting), 0));
  }

  /** Takes a lane away from a request that outlived its lease. */
  Settled takeOver(Handle handle, LaneHead head, int attempt) {
    if (!LaneRows.isFenced(handle, head)) {
      return new Settled(true, LaneRows.head(handle, head.posting().lane(), head.posting()), 0);
    }
    LaneRows.takeOver(handle, head, clock.now());
    LaneRows.end(
        handle, head.posting().id(), attempt, clock.now(), "unknown", "outlived its lease");
    return new Settled(false, LaneRows.head(handle, head.posting().lane(), head.posting()), 0);
  }

  /** Notes a result that came after its lane had been taken over. */
  boolean late(Handle handle, long posting, int attempt, String outcome, String text) {
    LaneRows.end(handle, posting, attempt, clock.now(), "late, " + outcome, text);
    return true;
  }

  /** After documents were counted: surplus ones are a case, once; then the next count is set. */
  boolean counted(
      Handle handle, Posting posting, Limits limits, List<String> numbers, Attempted attempted) {
    note(handle, posting.id(), 0, attempted, "");
    Posting now = PostingRows.get(handle, posting.id());
    String kept = now.document();
    List<String> surplus = numbers.stream().filter(number -> !number.equals(kept)).toList();
    if (!LaneRows.surplus(handle, posting.id()).containsAll(surplus)) {
      if (kept != null) {
        duplicate(handle, now, kept, surplus);
      } else if (now.isLeftToPeople()) {
        unowned(handle, now, surplus);
      }
    }
    LaneRows.counted(handle, posting.id(), now.changedAt().plus(limits.recount()));
    return true;
  }

  /** Counts again later, because nobody answered. */
  boolean countLater(Handle handle, long posting, long due) {
    LaneRows.countLater(handle, posting, due);
    return true;
  }

  /** A reversal is in doubt with what it reverses; nothing is cut otherwise there. */
  Doubt doubtOfUndo(Handle handle, Posting original) {
    return doubts.of(handle, PostingRows.members(handle, original.id()), Basis.EVENT);
  }

  /** The target refuses our credentials. */
  boolean refusedCredentials(Handle handle, Target target, String text) {
    cases.open(handle, Questions.auth(target, text));
    return true;
  }

  /** The target took our credentials. */
  boolean tookCredentials(Handle handle, String target) {
    cases.withdraw(handle, CaseClass.AUTH, target, "the target takes our credentials again");
    return true;
  }

  /** The question that was asked because nobody answered. */
  private void withdrawUnclear(Handle handle, Posting posting) {
    if (posting.state() == PostingState.UNKNOWN) {
      cases.withdraw(
          handle,
          CaseClass.UNKNOWN_OUTCOME,
          Questions.fingerprint(posting),
          "the target has answered");
    }
  }

  /** A document was found that this database did not send: it is an older copy. */
  private void neverSent(
      Handle handle, Posting posting, Verdict.Confirm confirm, @Nullable Attempted attempted) {
    if (attempted != null && attempted.kind().equals(Attempted.VERIFY)) {
      int doubtful = doubts.restored(handle, doubts.start());
      cases.open(handle, Questions.restored(posting, confirm.document(), doubtful));
    }
  }

  /** One in doubt is marked only by a claim, before which the engine has asked the target. */
  private Optional<Settled> mark(Handle handle, LaneHead before, long fence, Doubt most) {
    return LaneRows.mark(
            handle, before.posting().lane(), fence, most, before.posting(), clock.now())
        .map(marked -> new Settled(false, marked, marked.tries()));
  }

  private void note(
      Handle handle, long posting, long fence, @Nullable Attempted attempted, String prefix) {
    if (attempted == null) {
      return;
    }
    int number =
        attempted.number() > 0
            ? attempted.number()
            : LaneRows.beginNext(handle, posting, attempted.kind(), fence, attempted.startedAt());
    LaneRows.end(
        handle, posting, number, clock.now(), prefix + attempted.outcome(), attempted.text());
  }

  private void apply(Handle handle, Posting posting, Terms terms, Limits limits, Verdict verdict) {
    if (verdict instanceof Verdict.Confirm confirm) {
      confirm(handle, posting, limits, confirm);
    } else if (verdict instanceof Verdict.Again again) {
      LaneRows.again(handle, posting, again, clock.now());
    } else if (verdict instanceof Verdict.Verify verify) {
      LaneRows.unknown(handle, posting, verify, clock.now());
      if (verify.ask()) {
        cases.open(handle, Questions.unclear(posting, verify.text()));
      }
    } else if (verdict instanceof Verdict.Raise raise) {
      raise(handle, posting, terms, limits, raise);
    }
  }

  /** What else belongs to a confirmation, whose row says so already. */
  private void confirm(Handle handle, Posting posting, Limits limits, Verdict.Confirm confirm) {
    if (confirm.recount()) {
      countSoon(handle, posting, limits);
    }
    announce(handle, posting.confirmed(confirm.document(), clock.now()));
    if (!confirm.surplus().isEmpty() && !posting.duplicate()) {
      duplicate(handle, posting, confirm.document(), confirm.surplus());
    }
  }

  /** Adds up and tells those who listen; also when a person says that the document exists. */
  void announce(Handle handle, Posting confirmed) {
    Totals.confirm(
        handle, confirmed.plant(), confirmed.order(), PostingRows.ranges(handle, confirmed.id()));
    listeners.forEach(listener -> listener.confirmed(handle, confirmed));
  }

  private void countSoon(Handle handle, Posting posting, Limits limits) {
    Instant due = clock.now().plus(limits.settle()).plus(limits.lookupLag());
    LaneRows.count(handle, posting.id(), COUNTS, due);
  }

  /** The target has what we gave up. */
  private void unowned(Handle handle, Posting posting, List<String> documents) {
    LaneRows.addSurplus(handle, posting.id(), documents);
    cases.open(handle, Questions.unowned(posting, documents));
  }

  /** What else people were asked about it is answered. */
  void answered(Handle handle, Posting posting, String why) {
    String failure = posting.failureClass();
    for (CaseClass each : CaseClass.values()) {
      if (each.name().equals(failure)) {
        cases.withdraw(handle, each, Questions.fingerprint(posting), why);
      }
    }
  }

  /** Tells those who listen that a person left it out. */
  void drop(Handle handle, Posting dropped) {
    listeners.forEach(listener -> listener.dropped(handle, dropped));
  }

  private void duplicate(Handle handle, Posting posting, String kept, List<String> surplus) {
    LaneRows.addSurplus(handle, posting.id(), surplus);
    LaneRows.markDuplicate(handle, posting.id());
    cases.open(handle, Questions.duplicate(posting, kept, surplus));
  }

  /** Documents of one that was ever unknown are counted also after it was given up. */
  private void raise(
      Handle handle, Posting posting, Terms terms, Limits limits, Verdict.Raise raise) {
    Poison poison = terms.poison();
    boolean unknown = raise.caseClass() == CaseClass.UNKNOWN_OUTCOME;
    PostingState blocked = unknown ? PostingState.UNKNOWN : PostingState.REJECTED;
    PostingState state = poison == Poison.BLOCK ? blocked : PostingState.PARKED;
    LaneRows.raise(handle, posting, state, raise, clock.now());
    if (terms.level() == Level.L3 && posting.unknowns() > 0) {
      countSoon(handle, posting, limits);
    }
    if (poison == Poison.PARK_KEY) {
      LaneRows.park(handle, posting.lane());
    }
    cases.open(handle, Questions.raised(posting, raise.caseClass(), raise.text()));
  }
}
