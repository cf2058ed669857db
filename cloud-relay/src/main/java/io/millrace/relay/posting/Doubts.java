package io.millrace.relay.posting;

import io.millrace.relay.store.PlainStatement;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Which events are from before a restore of the database, and what that makes of postings (rule
 * J7). What takes a handle runs on the writer thread within the caller's transaction.
 */
public final class Doubts {
  /** Stretches of the log that are kept apart; beyond, the last one is widened. */
  static final int STRETCHES_MAX = 10_000;

  private volatile long start;

  /** By where they begin; apart from each other. */
  private @Nullable NavigableMap<Long, Stretch> stretches;

  /** Events up to that log position were there when the relay started; before anything runs. */
  void startedAt(long position) {
    start = position;
  }

  /** The log position that the relay started at. */
  public long start() {
    return start;
  }

  /**
   * The database is an older copy: everything logged up to that position is from before, and so is
   * every posting that is not decided. Returns how many of those are to be verified.
   */
  public int restored(Handle handle, long position) {
    add(handle, new Stretch(0, position));
    return handle.execute(
        "UPDATE posting SET unknowns = unknowns + (state <> 'UNKNOWN'), doubt = ?,"
            + " state = CASE state WHEN 'READY' THEN 'UNKNOWN' ELSE state END"
            + " WHERE state IN ('READY', 'UNKNOWN', 'REJECTED', 'PARKED') AND doubt < ?",
        Doubt.RESTORED.code(),
        Doubt.RESTORED.code());
  }

  /** Events at those positions were sent again after a restore. */
  void resent(Handle handle, long first, long last) {
    add(handle, new Stretch(first, last));
  }

  /** At start: whatever waits may have been sent by a relay that this copy knows not of. */
  public static void doubtReady(Handle handle) {
    handle.execute(
        "UPDATE posting SET doubt = ? WHERE state = 'READY' AND doubt = 0 AND undo_of IS NULL",
        Doubt.START.code());
  }

  /**
   * Of a posting with those log positions behind it; of one without any, what holds for all. A
   * message of another system is always in the doubt of a start.
   */
  public Doubt of(Handle handle, List<Long> members, Basis basis) {
    Doubt worst = basis == Basis.MESSAGE ? Doubt.START : Doubt.NONE;
    NavigableMap<Long, Stretch> all = stretches(handle);
    if (members.isEmpty() && !all.isEmpty()) {
      return Doubt.RESTORED;
    }
    for (long member : members) {
      var before = all.floorEntry(member);
      Doubt doubt = member <= start ? Doubt.START : Doubt.NONE;
      if (before != null && member <= before.getValue().last) {
        doubt = basis == Basis.RANGES ? Doubt.KNOWN : Doubt.RESTORED;
      }
      worst = doubt.compareTo(worst) > 0 ? doubt : worst;
    }
    return worst;
  }

  /** Joins it to the one before it where they touch, or there is no room for more. */
  private void add(Handle handle, Stretch added) {
    NavigableMap<Long, Stretch> all = stretches(handle);
    var before = all.lastEntry();
    Stretch joined = added;
    if (before != null && (before.getValue().joins(added) || all.size() >= STRETCHES_MAX)) {
      joined = before.getValue().with(added);
    }
    handle.execute(
        "DELETE FROM posting_restored WHERE first_position >= ? AND last_position <= ?",
        joined.first,
        joined.last);
    handle.execute(
        "INSERT INTO posting_restored (first_position, last_position) VALUES (?, ?)",
        joined.first,
        joined.last);
    stretches = null;
  }

  private NavigableMap<Long, Stretch> stretches(Handle handle) {
    NavigableMap<Long, Stretch> known = stretches;
    if (known == null) {
      NavigableMap<Long, Stretch> read = new TreeMap<>();
      PlainStatement.of(handle, "SELECT first_position, last_position FROM posting_restored")
          .list(row -> new Stretch(row.number(1), row.number(2)))
          .forEach(each -> read.put(each.first, each));
      known = read;
      stretches = read;
    }
    return known;
  }

  /** Positions, both included. */
  private record Stretch(long first, long last) {
    boolean joins(Stretch next) {
      return next.first <= last + 1;
    }

    Stretch with(Stretch next) {
      return new Stretch(Math.min(first, next.first), Math.max(last, next.last));
    }
  }
}
