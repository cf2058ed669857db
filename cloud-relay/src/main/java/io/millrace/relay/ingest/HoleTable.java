package io.millrace.relay.ingest;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Declared holes below the mark. The writer thread, but for reading. */
final class HoleTable {
  private HoleTable() {}

  /** Open holes of the run that touch first to last, ascending. */
  static List<Received.Hole> within(
      Handle handle, StreamKey key, String epoch, long first, long last) {
    return handle
        .createQuery(
            """
            SELECT * FROM agent_hole WHERE agent = ? AND stream = ? AND epoch = ?
              AND first_sequence <= ? AND last_sequence >= ? ORDER BY first_sequence
            """)
        .bind(0, key.agent())
        .bind(1, key.stream())
        .bind(2, epoch)
        .bind(3, last)
        .bind(4, first)
        .map(HoleTable::hole)
        .list();
  }

  static void declare(Handle handle, StreamKey key, String epoch, Received.Hole hole) {
    handle.execute(
        "INSERT INTO agent_hole VALUES (?, ?, ?, ?, ?, ?)",
        key.agent(),
        key.stream(),
        epoch,
        hole.first(),
        hole.last(),
        hole.reason());
  }

  /** Takes the sequences, which lie in the hole and ascend, out of it. */
  static void fill(
      Handle handle, StreamKey key, String epoch, Received.Hole hole, List<Long> sequences) {
    handle.execute(
        "DELETE FROM agent_hole WHERE agent = ? AND stream = ? AND epoch = ? AND first_sequence ="
            + " ?",
        key.agent(),
        key.stream(),
        epoch,
        hole.first());
    for (Received.Hole rest : without(hole, sequences)) {
      declare(handle, key, epoch, rest);
    }
  }

  private static List<Received.Hole> without(Received.Hole hole, List<Long> sequences) {
    List<Received.Hole> rest = new ArrayList<>();
    long from = hole.first();
    for (long sequence : sequences) {
      if (sequence > from) {
        rest.add(new Received.Hole(from, sequence - 1, hole.reason()));
      }
      from = sequence + 1;
    }
    if (from <= hole.last()) {
      rest.add(new Received.Hole(from, hole.last(), hole.reason()));
    }
    return rest;
  }

  private static Received.Hole hole(RowView row) {
    return new Received.Hole(
        row.getColumn("first_sequence", Long.class),
        row.getColumn("last_sequence", Long.class),
        row.getColumn("reason", String.class));
  }
}
