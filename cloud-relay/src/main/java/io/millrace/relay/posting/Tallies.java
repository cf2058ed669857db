package io.millrace.relay.posting;

import io.millrace.relay.store.PlainStatement;
import io.millrace.relay.store.Row;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * How many postings there are, and the newest of each kind, without walking through all there are:
 * decided ones are tallied as they are decided, the others have indexes that hold nothing else. The
 * texts name their indexes, so that the database refuses what would walk.
 */
public final class Tallies {
  private static final String DECIDED = "('CONFIRMED', 'SKIPPED', 'CANCELLED', 'COMPENSATED')";

  private static final String ALL =
      "SELECT plant, target, state, n FROM posting_tally WHERE n > 0 UNION ALL SELECT plant,"
          + " target, state, count(*) FROM posting INDEXED BY posting_pending WHERE open = 1 GROUP"
          + " BY plant, target, state UNION ALL SELECT plant, target, 'PARKED', count(*) FROM"
          + " posting INDEXED BY posting_parked WHERE state = 'PARKED' GROUP BY plant, target";

  private static final String BACKLOG =
      "SELECT count(*) FROM posting INDEXED BY posting_pending WHERE open = 1 AND target = ?";

  private static final String NEWEST =
      "SELECT id FROM posting INDEXED BY %s WHERE %s AND plant = ? AND target = ? AND state = ? AND"
          + " id < ? ORDER BY id DESC LIMIT ?";

  private Tallies() {}

  static List<Tally> all(Handle handle) {
    return PlainStatement.of(handle, ALL).list(Tallies::tally);
  }

  /** How many of that target are not decided, parked ones aside. */
  public static long backlog(Handle handle, String target) {
    return PlainStatement.of(handle, BACKLOG).text(target).one(row -> row.number(1)).orElse(0L);
  }

  /** Numbers below that one of postings of that kind, newest first. */
  static List<Long> newest(Handle handle, Tally kind, long below, int limit) {
    return PlainStatement.of(handle, newest(kind.state()))
        .text(kind.plant())
        .text(kind.target())
        .text(kind.state().name())
        .number(below)
        .number(limit)
        .list(row -> row.number(1));
  }

  private static String newest(PostingState state) {
    return switch (state) {
      case READY, SENDING, UNKNOWN, REJECTED -> NEWEST.formatted("posting_pending", "open = 1");
      case PARKED -> NEWEST.formatted("posting_parked", "state = 'PARKED'");
      case CONFIRMED, SKIPPED, CANCELLED, COMPENSATED ->
          NEWEST.formatted("posting_decided", "state IN " + DECIDED);
    };
  }

  private static Tally tally(Row row) {
    return new Tally(row.text(1), row.text(2), PostingState.valueOf(row.text(3)), row.number(4));
  }
}
