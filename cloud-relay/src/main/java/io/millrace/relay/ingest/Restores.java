package io.millrace.relay.ingest;

import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.fleet.Fleet;
import io.millrace.v1.EpochRange;
import io.millrace.v1.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/**
 * Keeps what agents remember of a database that is an older copy by now (rule J7): what they heard
 * acknowledged was here, and whatever stood in their journals when they came back may have been.
 * Within write transactions.
 */
final class Restores {
  private final EventLog log;
  private final List<RestoreListener> listeners = new CopyOnWriteArrayList<>();

  Restores(EventLog log) {
    this.log = log;
  }

  void listen(RestoreListener listener) {
    listeners.add(listener);
  }

  /**
   * Takes what an agent says of a stream whose committed sequence is that; whether it shows a
   * restore. A new one voids enrolment codes and is told; one that is known concerns each agent
   * once.
   */
  boolean opened(Handle handle, StreamKey key, StreamState stream, long committed, Instant now) {
    Optional<Heard> before = heard(handle, key);
    long newest = newest(handle);
    boolean isShown = stream.getAcknowledged() > committed;
    boolean isNew = isShown && before.map(row -> row.isOlder(stream, newest)).orElse(newest == 0);
    long restore = isNew ? newest + 1 : newest;
    if (isNew) {
      Fleet.voidCodes(handle, now);
      long position = log.lastPosition(handle);
      listeners.forEach(listener -> listener.restored(handle, position));
    }
    if (restore > before.map(Heard::restore).orElse(0L)) {
      put(handle, key, restore, stream);
    }
    return isShown;
  }

  /**
   * Says which of the records that were just appended, as the newest ones, are or may be from
   * before: an acknowledgement that was not heard shows nothing.
   */
  void appended(Handle handle, StreamKey key, List<NewRecord> added) {
    if (added.isEmpty() || !key.stream().equals(StreamKey.EVENTS)) {
      return;
    }
    Optional<Heard> heard = heard(handle, key);
    if (heard.isPresent()) {
      tell(handle, heard.get(), added, log.lastPosition(handle) - added.size() + 1);
    }
  }

  private void tell(Handle handle, Heard heard, List<NewRecord> added, long position) {
    long old = added.stream().takeWhile(each -> each.sequence() <= heard.announced()).count();
    if (old > 0) {
      listeners.forEach(each -> each.resent(handle, position, position + old - 1));
    }
  }

  private static Optional<Heard> heard(Handle handle, StreamKey key) {
    return handle
        .createQuery(
            "SELECT restore, heard, announced FROM stream_restored WHERE agent = ? AND stream = ?")
        .bind(0, key.agent())
        .bind(1, key.stream())
        .map(
            row ->
                new Heard(
                    row.getColumn("restore", Long.class),
                    row.getColumn("heard", Long.class),
                    row.getColumn("announced", Long.class)))
        .findFirst();
  }

  private static long newest(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(restore), 0) FROM stream_restored")
        .mapTo(long.class)
        .one();
  }

  private static void put(Handle handle, StreamKey key, long restore, StreamState stream) {
    List<EpochRange> runs = stream.getEpochsList();
    long announced = runs.get(runs.size() - 1).getLastSequence();
    handle.execute(
        "INSERT OR REPLACE INTO stream_restored (agent, stream, restore, heard, announced)"
            + " VALUES (?, ?, ?, ?, ?)",
        key.agent(),
        key.stream(),
        restore,
        stream.getAcknowledged(),
        Math.max(announced, stream.getAcknowledged()));
  }

  /** Sequences up to which an agent had heard, and had written, when it came back. */
  private record Heard(long restore, long heard, long announced) {
    /** Whether this, of the newest restore, does not explain what the agent says now. */
    boolean isOlder(StreamState stream, long newest) {
      return restore == newest && stream.getAcknowledged() > heard;
    }
  }
}
