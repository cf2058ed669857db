package io.millrace.relay.flow.window;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What a decision or an event still has to do: to the runs numbered above {@code after} and up to
 * {@code last} that stopped for {@code question}, or that wait with that comparison. {@code note}
 * and {@code number} are the decision's note and its case, or the key and log position of the
 * event. As a row it outlives a restart. On the writer thread where it writes.
 */
public record Rest(
    long id, String deed, String question, String note, long number, long after, long last) {
  /** Runs that one transaction takes; the others follow in transactions of their own. */
  public static final int RUNS_MAX = 1_000;

  public static final String EVENT = "EVENT";

  public static Rest of(String deed, String question, String note, long number, long last) {
    return new Rest(0, deed, question, note, number, 0, last);
  }

  public boolean isOfEvent() {
    return deed.equals(EVENT);
  }

  /** Puts down that runs above that one are left, or that none is when the page was not full. */
  public void goneUpTo(Handle handle, long run, int taken) {
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

  public void drop(Handle handle) {
    handle.execute("DELETE FROM flow_rest WHERE id = ?", id);
  }

  /** The oldest; on any handle. */
  public static Optional<Rest> first(Handle handle) {
    return handle
        .createQuery("SELECT * FROM flow_rest ORDER BY id LIMIT 1")
        .map(
            row ->
                new Rest(
                    WindowRows.number(row, "id"),
                    WindowRows.text(row, "deed"),
                    WindowRows.text(row, "question"),
                    WindowRows.text(row, "note"),
                    WindowRows.number(row, "number"),
                    WindowRows.number(row, "after_run"),
                    WindowRows.number(row, "last_run")))
        .findOne();
  }
}
