package io.millrace.relay.eventlog;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.v1.Event;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * Every event once, in the order of arrival. What takes a handle sees what that handle sees: inside
 * a piece of writing its own effects, on a reader what is committed. Any thread that owns its
 * handle.
 */
public final class EventLog {
  /** Events given out at once. */
  public static final int PAGE_MAX = 10_000;

  private static final String SELECT =
      """
      SELECT l.position, l.sequence, l.received_ms, l.payload, o.agent, o.plant, o.epoch
      FROM event_log l JOIN log_origin o ON o.id = l.origin
      """;

  private final Appender appender = new Appender();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /**
   * Appends records that are not in the log, in their order; only on the writer thread. Whoever
   * calls it sees to {@link #announce()} after the commit.
   */
  public void append(Handle handle, LogOrigin origin, Instant receivedAt, List<NewRecord> records) {
    appender.events(handle, origin, receivedAt, records);
  }

  /** Keeps a block of telemetry that is not in the log; only on the writer thread. */
  public void append(Handle handle, LogOrigin origin, Instant receivedAt, TelemetryBlock block) {
    appender.telemetry(handle, origin, receivedAt, block);
  }

  /** Tells the listeners that appended events are committed; any thread. */
  public void announce() {
    listeners.forEach(Runnable::run);
  }

  /**
   * Runs the task whenever appended events are committed: on the writer thread, so it must only
   * wake somebody.
   */
  public void onAppended(Runnable task) {
    listeners.add(task);
  }

  /** Events above that position, ascending, at most so many. */
  public List<LoggedEvent> after(Handle handle, long position, int limit) {
    return handle
        .createQuery(SELECT + "WHERE l.position > ? ORDER BY l.position LIMIT ?")
        .bind(0, position)
        .bind(1, bounded(limit))
        .map(EventLog::logged)
        .list();
  }

  /** The event of that id; the first one, should an agent have given the id twice. */
  public Optional<LoggedEvent> byId(Handle handle, String id) {
    return handle
        .createQuery(SELECT + "WHERE l.event_id = ? ORDER BY l.position LIMIT 1")
        .bind(0, id)
        .map(EventLog::logged)
        .findFirst();
  }

  /** The events at those positions, ascending; positions that do not exist are left out. */
  public List<LoggedEvent> at(Handle handle, Collection<Long> positions) {
    if (positions.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(SELECT + "WHERE l.position IN (<positions>) ORDER BY l.position")
        .bindList("positions", List.copyOf(positions))
        .map(EventLog::logged)
        .list();
  }

  /** Events with that key, of one plant or of all; ascending, at most so many. */
  public List<LoggedEvent> byKey(
      Handle handle, KeyKind kind, String value, Optional<String> plant, int limit) {
    return handle
        .createQuery(
            SELECT
                + """
                JOIN event_key k ON k.position = l.position
                WHERE k.kind = :kind AND k.value = :value AND (:plant = '' OR o.plant = :plant)
                ORDER BY k.position LIMIT :limit
                """)
        .bind("kind", kind.code())
        .bind("value", value)
        .bind("plant", plant.orElse(""))
        .bind("limit", bounded(limit))
        .map(EventLog::logged)
        .list();
  }

  /** Position of the newest event; 0 before the first. */
  public long lastPosition(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(position), 0) FROM event_log")
        .mapTo(long.class)
        .one();
  }

  private static int bounded(int limit) {
    return Math.min(limit, PAGE_MAX);
  }

  private static LoggedEvent logged(RowView row) {
    long position = row.getColumn("position", Long.class);
    return new LoggedEvent(
        position,
        event(position, row.getColumn("payload", byte[].class)),
        row.getColumn("agent", String.class),
        row.getColumn("plant", String.class),
        row.getColumn("epoch", String.class),
        row.getColumn("sequence", Long.class),
        Instant.ofEpochMilli(row.getColumn("received_ms", Long.class)));
  }

  private static Event event(long position, byte[] payload) {
    try {
      return Event.parseFrom(ByteString.copyFrom(payload));
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(
          ErrorCode.STORE_UNAVAILABLE, "event at position " + position + " cannot be read", e);
    }
  }
}
