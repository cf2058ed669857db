package io.millrace.relay.eventlog;

import com.google.protobuf.Timestamp;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes the log's tables. The writer thread only. */
final class Appender {
  private static final String INSERT_EVENT =
      """
      INSERT INTO event_log
        (position, origin, sequence, event_id, type, equipment, occurred_ms, received_ms, payload)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INSERT_KEY =
      "INSERT OR IGNORE INTO event_key (kind, value, position) VALUES (?, ?, ?)";

  void events(Handle handle, LogOrigin origin, Instant receivedAt, List<NewRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    long originId = origin(handle, origin);
    long position = nextPosition(handle);
    PreparedBatch events = handle.prepareBatch(INSERT_EVENT);
    PreparedBatch keys = handle.prepareBatch(INSERT_KEY);
    for (NewRecord entry : records) {
      bind(events, position, originId, receivedAt, entry);
      keys(keys, position, entry.event());
      position++;
    }
    events.execute();
    if (keys.size() > 0) {
      keys.execute();
    }
  }

  void telemetry(Handle handle, LogOrigin origin, Instant receivedAt, TelemetryBlock block) {
    handle.execute(
        """
        INSERT INTO telemetry_batch
          (origin, first_sequence, last_sequence, records, received_ms, compression, raw_size, block)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        origin(handle, origin),
        block.firstSequence(),
        block.lastSequence(),
        block.records(),
        receivedAt.toEpochMilli(),
        block.compression().getNumber(),
        block.rawSize(),
        block.block().toByteArray());
  }

  private static void bind(
      PreparedBatch batch, long position, long origin, Instant receivedAt, NewRecord entry) {
    Event event = entry.event();
    batch
        .bind(0, position)
        .bind(1, origin)
        .bind(2, entry.sequence())
        .bind(3, event.getId())
        .bind(4, EventTypes.of(event))
        .bind(5, event.getEquipment())
        .bind(6, millis(event.getOccurredAt()))
        .bind(7, receivedAt.toEpochMilli())
        .bind(8, entry.payload().toByteArray())
        .add();
  }

  private static void keys(PreparedBatch batch, long position, Event event) {
    Keys keys = event.getKeys();
    key(batch, KeyKind.ORDER, keys.getOrder(), position);
    key(batch, KeyKind.OPERATION, keys.getOperation(), position);
    key(batch, KeyKind.MATERIAL, keys.getMaterial(), position);
    key(batch, KeyKind.LOT, keys.getLot(), position);
    key(batch, KeyKind.SERIAL, keys.getSerial(), position);
    key(batch, KeyKind.EQUIPMENT, event.getEquipment(), position);
    key(batch, KeyKind.COUNTER, event.getProductionCount().getCounter(), position);
  }

  private static void key(PreparedBatch batch, KeyKind kind, String value, long position) {
    if (!value.isEmpty()) {
      batch.bind(0, kind.code()).bind(1, value).bind(2, position).add();
    }
  }

  /** AUTOINCREMENT's own counter, so that positions are never used again after a deletion. */
  private static long nextPosition(Handle handle) {
    return 1
        + handle
            .createQuery("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?")
            .bind(0, "event_log")
            .mapTo(long.class)
            .one();
  }

  private static long origin(Handle handle, LogOrigin origin) {
    handle.execute(
        "INSERT OR IGNORE INTO log_origin (agent, plant, stream, epoch) VALUES (?, ?, ?, ?)",
        origin.agent(),
        origin.plant(),
        origin.stream(),
        origin.epoch());
    return handle
        .createQuery("SELECT id FROM log_origin WHERE agent = ? AND stream = ? AND epoch = ?")
        .bind(0, origin.agent())
        .bind(1, origin.stream())
        .bind(2, origin.epoch())
        .mapTo(long.class)
        .one();
  }

  private static long millis(Timestamp time) {
    return time.getSeconds() * 1000 + time.getNanos() / 1_000_000;
  }
}
