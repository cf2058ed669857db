package io.millrace.relay.posting.lane;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.Fields;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingRows;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.store.PlainStatement;
import io.millrace.relay.store.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lanes, attempts and single changes of state as rows. The caller owns the transaction. */
final class LaneRows {
  /** Attempts of one posting that are kept. */
  static final int ATTEMPTS_MAX = 100;

  private static final int ATTEMPTS_FIRST = 20;

  private static final int TRIES = PostingRows.COLUMNS_COUNT + 1;
  private static final int MORE = TRIES + 1;
  private static final int FENCE = MORE + 1;

  private static final String TRIES_AND_MORE =
      ", posting.tries, EXISTS (SELECT 1 FROM posting b WHERE b.open = 1 AND b.lane = posting.lane"
          + " AND b.id > posting.id)";

  private static final String HEAD =
      "SELECT "
          + PostingRows.COLUMNS
          + TRIES_AND_MORE
          + ", l.fence FROM posting JOIN lane l ON l.id = posting.lane WHERE posting.open = 1 AND"
          + " posting.lane = ? ORDER BY posting.id LIMIT 1";

  private static final String MARK =
      "UPDATE posting SET state = 'SENDING', sends = sends + 1, tries = tries + 1,"
          + " changed_at = ? WHERE id = (SELECT id FROM posting WHERE open = 1 AND lane = ?"
          + " ORDER BY id LIMIT 1) AND state = 'READY' AND doubt <= ? RETURNING "
          + PostingRows.COLUMNS
          + TRIES_AND_MORE;

  private static final String BEGIN =
      "INSERT INTO attempt (posting, number, kind, fence, started_at) VALUES (?, ?, ?, ?, ?)";

  private static final String END =
      "INSERT INTO attempt_end (posting, number, ended_at, outcome, text)"
          + " VALUES (?, ?, ?, ?, ?)";

  private static final String FENCED =
      "SELECT 1 FROM posting JOIN lane l ON l.id = posting.lane"
          + " WHERE posting.id = ? AND posting.state = ? AND l.fence = ?";

  private static final String MOVE_FENCE =
      "UPDATE lane SET fence = fence + 1 WHERE id = ? AND fence = ?";

  private static final String CREATED =
      "SELECT id, lane FROM posting WHERE id > ? ORDER BY id LIMIT ?";

  private static final String TO_COUNT =
      "SELECT "
          + PostingRows.COLUMNS
          + " FROM posting WHERE counts_left > 0 AND target = ?"
          + " AND (count_due <= ? OR count_due > ?) ORDER BY count_due LIMIT ?";

  private static final String CONFIRM_FENCED =
      PostingRows.CONFIRM
          + " AND state = ? AND EXISTS (SELECT 1 FROM lane WHERE id = ? AND fence = ?)";

  private LaneRows() {}

  /** The first open posting of the lane, whoever has to do with it; null when there is none. */
  static @Nullable LaneHead head(Handle handle, long lane) {
    return head(handle, lane, null);
  }

  /** The same; fields that are known already are not read again. */
  static @Nullable LaneHead head(Handle handle, long lane, @Nullable Posting known) {
    return PlainStatement.of(handle, HEAD)
        .number(lane)
        .one(row -> laneHead(row, row.number(FENCE), known))
        .orElse(null);
  }

  /**
   * The first open posting of the lane, if it is READY and in no greater doubt than that, marked as
   * being sent under that fence and its attempt written down.
   */
  static Optional<LaneHead> mark(
      Handle handle, long lane, long fence, Doubt most, @Nullable Posting known, Instant at) {
    Optional<LaneHead> marked =
        PlainStatement.of(handle, MARK)
            .number(at.toEpochMilli())
            .number(lane)
            .number(most.code())
            .one(row -> laneHead(row, fence, known));
    marked.ifPresent(
        head -> begin(handle, head.posting().id(), head.tries(), Attempted.SEND, fence, at));
    return marked;
  }

  private static LaneHead laneHead(Row row, long fence, @Nullable Posting known) {
    return new LaneHead(
        PostingRows.posting(row, known), fence, (int) row.number(TRIES), row.flag(MORE));
  }

  /**
   * Writes an attempt down, whose number the posting's {@code tries} has become. Of a posting with
   * very many the first and the newest are kept; the numbers tell how many were between.
   */
  static void begin(Handle handle, long posting, int number, String kind, long fence, Instant at) {
    if (number > ATTEMPTS_MAX) {
      int forgotten = number - ATTEMPTS_MAX + ATTEMPTS_FIRST;
      handle.execute(
          "DELETE FROM attempt_end WHERE posting = ? AND number = ?", posting, forgotten);
      handle.execute("DELETE FROM attempt WHERE posting = ? AND number = ?", posting, forgotten);
    }
    PlainStatement.of(handle, BEGIN)
        .number(posting)
        .number(number)
        .text(kind)
        .number(fence)
        .number(at.toEpochMilli())
        .run();
  }

  /** Writes down an attempt that changes nothing by itself; returns its number. */
  static int beginNext(Handle handle, long posting, String kind, long fence, Instant at) {
    int number =
        handle
            .createQuery("UPDATE posting SET tries = tries + 1 WHERE id = ? RETURNING tries")
            .bind(0, posting)
            .mapTo(Integer.class)
            .one();
    begin(handle, posting, number, kind, fence, at);
    return number;
  }

  static void end(
      Handle handle, long posting, int number, Instant at, String outcome, String text) {
    PlainStatement.of(handle, END)
        .number(posting)
        .number(number)
        .number(at.toEpochMilli())
        .text(outcome)
        .text(text)
        .run();
  }

  /** Confirms it unless state or fence have moved on; whether it did. */
  static boolean confirmFenced(Handle handle, LaneHead head, Verdict.Confirm confirm, Instant at) {
    return PlainStatement.of(handle, CONFIRM_FENCED)
            .text(confirm.document())
            .text(confirm.result().isEmpty() ? null : Fields.toJson(confirm.result()))
            .number(at.toEpochMilli())
            .number(head.posting().id())
            .text(head.posting().state().name())
            .number(head.posting().lane())
            .number(head.fence())
            .run()
        == 1;
  }

  /** Whether state and fence are still what they were. */
  static boolean isFenced(Handle handle, LaneHead head) {
    return PlainStatement.of(handle, FENCED)
        .number(head.posting().id())
        .text(head.posting().state().name())
        .number(head.fence())
        .one(row -> row.number(1))
        .isPresent();
  }

  /** Takes the next fence unless that one has moved on; whether it did. */
  static boolean moveFence(Handle handle, LaneHead head) {
    return PlainStatement.of(handle, MOVE_FENCE)
            .number(head.posting().lane())
            .number(head.fence())
            .run()
        == 1;
  }

  static void again(Handle handle, Posting posting, Verdict.Again again, Instant at) {
    handle.execute(
        "UPDATE posting SET state = 'READY', open = 1, doubt = 0, attempts = attempts + ?,"
            + " unknowns = unknowns + ?, failure_class = ?, failure_text = ?, changed_at = ?"
            + " WHERE id = ?",
        again.burn() ? 1 : 0,
        again.unknown() ? 1 : 0,
        again.failure().isEmpty() ? null : again.failure(),
        again.text(),
        at.toEpochMilli(),
        posting.id());
  }

  static void unknown(Handle handle, Posting posting, Verdict.Verify verify, Instant at) {
    handle.execute(
        "UPDATE posting SET state = 'UNKNOWN', attempts = attempts + ?, unknowns = unknowns + ?,"
            + " failure_text = ?, changed_at = ? WHERE id = ?",
        verify.fresh() ? 1 : 0,
        verify.fresh() ? 1 : 0,
        verify.text(),
        at.toEpochMilli(),
        posting.id());
  }

  /** At start: what was SENDING is UNKNOWN, its attempt has ended, and its lane's fence grows. */
  static void doubtSending(Handle handle, Instant at) {
    handle.execute(
        "UPDATE lane SET fence = fence + 1 WHERE id IN"
            + " (SELECT lane FROM posting WHERE open = 1 AND state = 'SENDING')");
    handle.execute(
        "INSERT INTO attempt_end (posting, number, ended_at, outcome, text)"
            + " SELECT p.id, (SELECT max(number) FROM attempt WHERE posting = p.id), ?, 'unknown',"
            + " 'the relay stopped while it was sent' FROM posting p"
            + " WHERE p.open = 1 AND p.state = 'SENDING'",
        at.toEpochMilli());
    handle.execute(
        "UPDATE posting SET state = 'UNKNOWN', unknowns = unknowns + 1, changed_at = ?"
            + " WHERE open = 1 AND state = 'SENDING'",
        at.toEpochMilli());
  }

  /** The highest posting's number; 0 when there is none. */
  static long newest(Handle handle) {
    return handle.createQuery("SELECT coalesce(max(id), 0) FROM posting").mapTo(Long.class).one();
  }

  /** The lane's fence grows, and what it was sending is UNKNOWN. */
  static void takeOver(Handle handle, LaneHead head, Instant at) {
    handle.execute("UPDATE lane SET fence = fence + 1 WHERE id = ?", head.posting().lane());
    handle.execute(
        "UPDATE posting SET state = 'UNKNOWN', unknowns = unknowns + 1, changed_at = ?"
            + " WHERE id = ? AND state = 'SENDING'",
        at.toEpochMilli(),
        head.posting().id());
  }

  /** A person decides: what stays {@code open} still stands in its lane. */
  static void raise(
      Handle handle, Posting posting, PostingState state, Verdict.Raise raise, Instant at) {
    handle.execute(
        "UPDATE posting SET state = ?, open = ?, attempts = attempts + 1, failure_class = ?,"
            + " failure_text = ?, changed_at = ?, unknowns = unknowns + ? WHERE id = ?",
        state.name(),
        state == PostingState.PARKED ? 0 : 1,
        raise.caseClass().name(),
        raise.text(),
        at.toEpochMilli(),
        raise.caseClass() == CaseClass.UNKNOWN_OUTCOME ? 1 : 0,
        posting.id());
  }

  /** A person has decided what state it is in; {@code open} is 1 while it stands in its lane. */
  static void decide(Handle handle, long posting, PostingState state, int open, Instant at) {
    handle.execute(
        "UPDATE posting SET state = ?, open = ?, attempts = 0, failure_class = NULL,"
            + " changed_at = ? WHERE id = ?",
        state.name(),
        open,
        at.toEpochMilli(),
        posting);
  }

  /** Its documents are to be counted so many times, first at that time. */
  static void count(Handle handle, long posting, int times, Instant due) {
    handle.execute(
        "UPDATE posting SET counts_left = ?, count_due = ? WHERE id = ?",
        times,
        due.toEpochMilli(),
        posting);
  }

  /** Its documents were counted; the next count, if any is left, is due then. */
  static void counted(Handle handle, long posting, Instant due) {
    handle.execute(
        "UPDATE posting SET counts_left = counts_left - 1, count_due = ? WHERE id = ?"
            + " AND counts_left > 0",
        due.toEpochMilli(),
        posting);
  }

  /** The count that is due comes later: at {@code due}, in ms since 1970. */
  static void countLater(Handle handle, long posting, long due) {
    handle.execute("UPDATE posting SET count_due = ? WHERE id = ?", due, posting);
  }

  /** A person was asked about its surplus documents. */
  static void markDuplicate(Handle handle, long posting) {
    handle.execute("UPDATE posting SET duplicate = 1 WHERE id = ?", posting);
  }

  /** Notes documents beyond the one that is kept; those that are noted change nothing. */
  static void addSurplus(Handle handle, long posting, List<String> documents) {
    documents.forEach(
        document ->
            handle.execute(
                "INSERT INTO posting_surplus (posting, document) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING",
                posting,
                document));
  }

  /** That document is the one that is kept. */
  static void removeSurplus(Handle handle, long posting, String document) {
    handle.execute(
        "DELETE FROM posting_surplus WHERE posting = ? AND document = ?", posting, document);
  }

  /** Lanes above that number with something open, ascending. */
  static List<Long> open(Handle handle, long above, int limit) {
    return handle
        .createQuery(
            "SELECT DISTINCT lane FROM posting WHERE open = 1 AND lane > ? ORDER BY lane LIMIT ?")
        .bind(0, above)
        .bind(1, limit)
        .mapTo(Long.class)
        .list();
  }

  /** Postings above that number, ascending. */
  static List<Created> created(Handle handle, long above, int limit) {
    return PlainStatement.of(handle, CREATED)
        .number(above)
        .number(limit)
        .list(row -> new Created(row.number(1), row.number(2)));
  }

  /**
   * Lets those go on that stood behind a refused one of their lane (poison policy park-key); what
   * was ever unknown is verified first.
   */
  static void release(Handle handle, long lane) {
    int parked = handle.execute("UPDATE lane SET parked = 0 WHERE id = ? AND parked = 1", lane);
    if (parked > 0) {
      handle.execute(
          "UPDATE posting SET state = CASE WHEN unknowns > 0 THEN 'UNKNOWN' ELSE 'READY' END,"
              + " open = 1, failure_class = NULL"
              + " WHERE lane = ? AND state = 'PARKED' AND failure_class = ?",
          lane,
          Posting.BEHIND);
    }
  }

  /** Sets aside what stands behind a refused one. */
  static void park(Handle handle, long lane) {
    handle.execute("UPDATE lane SET parked = 1 WHERE id = ?", lane);
    handle.execute(
        "UPDATE posting SET state = 'PARKED', open = 0, failure_class = ?"
            + " WHERE open = 1 AND lane = ? AND state IN ('READY', 'UNKNOWN')",
        Posting.BEHIND,
        lane);
  }

  /** Documents of the posting beyond the one that is kept. */
  static List<String> surplus(Handle handle, long posting) {
    return handle
        .createQuery("SELECT document FROM posting_surplus WHERE posting = ? ORDER BY document")
        .bind(0, posting)
        .mapTo(String.class)
        .list();
  }

  /**
   * Those of a target whose documents are to be counted by now; also those that are due later than
   * any count is ever set, because the clock was set back.
   */
  static List<Posting> toCount(Handle handle, String target, long due, long never, int limit) {
    return PlainStatement.of(handle, TO_COUNT)
        .text(target)
        .number(due)
        .number(never)
        .number(limit)
        .list(row -> PostingRows.posting(row, null));
  }

  /** A posting and its lane. */
  record Created(long id, long lane) {}
}
