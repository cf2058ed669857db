package io.millrace.relay.ingest;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * One run of an agent on one stream, as committed: everything from {@code first} to {@code mark} is
 * logged or a declared hole.
 */
record EpochRow(String epoch, String predecessor, long predecessorLast, long first, long mark) {

  static Optional<EpochRow> find(Handle handle, StreamKey key, String epoch) {
    return handle
        .createQuery("SELECT * FROM stream_epoch WHERE agent = ? AND stream = ? AND epoch = ?")
        .bind(0, key.agent())
        .bind(1, key.stream())
        .bind(2, epoch)
        .map(EpochRow::row)
        .findFirst();
  }

  static List<EpochRow> after(Handle handle, StreamKey key, String predecessor) {
    return handle
        .createQuery(
            "SELECT * FROM stream_epoch WHERE agent = ? AND stream = ? AND predecessor = ?")
        .bind(0, key.agent())
        .bind(1, key.stream())
        .bind(2, predecessor)
        .map(EpochRow::row)
        .list();
  }

  void insert(Handle handle, StreamKey key) {
    handle.execute(
        "INSERT INTO stream_epoch VALUES (?, ?, ?, ?, ?, ?, ?)",
        key.agent(),
        key.stream(),
        epoch,
        predecessor,
        predecessorLast,
        first,
        mark);
  }

  static void raise(Handle handle, StreamKey key, String epoch, long mark) {
    handle.execute(
        "UPDATE stream_epoch SET mark = ? WHERE agent = ? AND stream = ? AND epoch = ?",
        mark,
        key.agent(),
        key.stream(),
        epoch);
    handle.execute(
        "UPDATE agent_stream SET epoch = ?, mark = ? WHERE agent = ? AND stream = ?",
        epoch,
        mark,
        key.agent(),
        key.stream());
  }

  private static EpochRow row(RowView row) {
    return new EpochRow(
        row.getColumn("epoch", String.class),
        row.getColumn("predecessor", String.class),
        row.getColumn("predecessor_last", Long.class),
        row.getColumn("first_sequence", Long.class),
        row.getColumn("mark", Long.class));
  }
}
