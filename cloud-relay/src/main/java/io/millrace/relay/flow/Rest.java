package io.millrace.relay.flow;

import io.millrace.relay.store.Columns;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a decision or an event still has to do: to the runs numbered above {@code after} and up to
 * {@code last} that stopped for {@code question}, or that wait with that comparison. {@code note}
 * and {@code number} are the decision's note and its case, or the key and log position of the
 * event. As a row it outlives a restart. On the writer thread where it writes.
 */
record Rest(
    long id, String deed, String question, String note, long number, long after, long last) {
  /** Runs that one transaction takes; the others follow in transactions of their own. */
  static final int RUNS_MAX = 1_000;

  static final String EVENT = "EVENT";

  static Rest of(String deed, String question, String note, long number, long last) {
    return new Rest(0, deed, question, note, number, 0, last);
  }

  boolean isOfEvent() {
    return deed.equals(EVENT);
  }

  /** Puts down that runs above that one are left, or that none is when the page was not full. */
  void goneUpTo(Handle handle, long run, int taken) {
    if (taken < RUNS_MAX) {
      drop(handle);
    } else if (id > 0) {
      handle.execute("UPDATE flow_rest SET after_run = ? WHERE id = ?", run, id);
    } else {
      handle.execute(
          "INSERT INTO flow_rest (deed, question, note, number, after_run, last_run)"
              + " VALUES (?, ?, ?, ?, ?, ?)",
          deed,
          question,
          note,
          number,
          run,
          last);
    }
  }

  void drop(Handle handle) {
    handle.execute("DELETE FROM flow_rest WHERE id = ?", id);
  }

  /** The oldest; on any handle. */
  static Optional<Rest> first(Handle handle) {
    return handle
        .createQuery("SELECT * FROM flow_rest ORDER BY id LIMIT 1")
        .map(
            row ->
                new Rest(
                    Columns.number(row, "id"),
                    Columns.text(row, "deed"),
                    Columns.text(row, "question"),
                    Columns.text(row, "note"),
                    Columns.number(row, "number"),
                    Columns.number(row, "after_run"),
                    Columns.number(row, "last_run")))
        .findOne();
  }
}
