package io.millrace.relay.posting;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Lanes, attempts and single changes of state as rows. The caller owns the transaction. */
final class LaneRows {
  /** Failure class of postings that are set aside only because of one before them. */
  static final String BEHIND = "BEHIND";

  private LaneRows() {}

  /** The first open posting of the lane, whoever has to do with it; null when there is none. */
  static @Nullable LaneHead head(Handle handle, long lane) {
    List<Posting> first = openOf(handle, lane);
    if (first.isEmpty()) {
      return null;
    }
    long fence =
        handle
            .createQuery("SELECT fence FROM lane WHERE id = ?")
            .bind(0, lane)
            .mapTo(Long.class)
            .one();
    Optional<Long> behind =
        handle
            .createQuery("SELECT id FROM posting WHERE open = 1 AND lane = ? AND id > ? LIMIT 1")
            .bind(0, lane)
            .bind(1, first.get(0).id())
            .mapTo(Long.class)
            .findOne();
    return new LaneHead(first.get(0), fence, behind.isPresent());
  }

  private static List<Posting> openOf(Handle handle, long lane) {
    return PostingRows.list(handle, "open = 1 AND lane = :value", lane, 1);
  }

  static int begin(Handle handle, long posting, String kind, long fence, Instant at) {
    return handle
        .createQuery(
            "INSERT INTO attempt (posting, number, kind, fence, started_at) SELECT :posting,"
                + " coalesce(max(number), 0) + 1, :kind, :fence, :at FROM attempt"
                + " WHERE posting = :posting RETURNING number")
        .bind("posting", posting)
        .bind("kind", kind)
        .bind("fence", fence)
        .bind("at", at.toEpochMilli())
        .mapTo(Integer.class)
        .one();
  }

  static void end(
      Handle handle, long posting, int number, Instant at, String outcome, String text) {
    handle.execute(
        "INSERT INTO attempt_end (posting, number, ended_at, outcome, text)"
            + " VALUES (?, ?, ?, ?, ?)",
        posting,
        number,
        at.toEpochMilli(),
        outcome,
        text);
  }

  static void confirm(Handle handle, long posting, String document, Instant at) {
    handle.execute(
        "UPDATE posting SET state = 'CONFIRMED', open = 0, document = ?, failure_class = NULL,"
            + " failure_text = NULL, changed_at = ? WHERE id = ?",
        document,
        at.toEpochMilli(),
        posting);
  }

  static void again(Handle handle, Posting posting, Verdict.Again again, Instant at) {
    handle.execute(
        "UPDATE posting SET state = 'READY', open = 1, attempts = attempts + ?,"
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
    return handle
        .createQuery("SELECT id, lane FROM posting WHERE id > ? ORDER BY id LIMIT ?")
        .bind(0, above)
        .bind(1, limit)
        .map(row -> new Created(row.getColumn("id", Long.class), row.getColumn("lane", Long.class)))
        .list();
  }

  /** Lets those go on that stood behind a refused one of their lane (poison policy park-key). */
  static void release(Handle handle, long lane) {
    int parked = handle.execute("UPDATE lane SET parked = 0 WHERE id = ? AND parked = 1", lane);
    if (parked > 0) {
      handle.execute(
          "UPDATE posting SET state = 'READY', open = 1, failure_class = NULL"
              + " WHERE lane = ? AND state = 'PARKED' AND failure_class = ?",
          lane,
          BEHIND);
    }
  }

  /** Sets aside what stands behind a refused one. */
  static void park(Handle handle, long lane) {
    handle.execute("UPDATE lane SET parked = 1 WHERE id = ?", lane);
    handle.execute(
        "UPDATE posting SET state = 'PARKED', open = 0, failure_class = ?"
            + " WHERE open = 1 AND lane = ? AND state = 'READY'",
        BEHIND,
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

  /** Confirmed ones whose documents are to be counted by now. */
  static List<Posting> toCount(Handle handle, long due, int limit) {
    return PostingRows.list(handle, "counts_left > 0 AND count_due <= :value", due, limit);
  }

  /** A posting and its lane. */
  record Created(long id, long lane) {}
}
