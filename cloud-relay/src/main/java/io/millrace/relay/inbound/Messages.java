package io.millrace.relay.inbound;

import io.millrace.base.id.Sha256;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.v1.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Messages that were taken, as rows beside their events. On the writer thread. */
final class Messages {
  /** How long a message's id is known; senders repeat for days. */
  static final Duration KNOWN = Duration.ofDays(60);

  /** Rows that one taking forgets. */
  static final int FORGOTTEN_MAX = 100;

  private static final String AGENT = LoggedEvent.MESSAGE;
  private static final String STREAM = "events";

  private final EventLog log;

  Messages(EventLog log) {
    this.log = log;
  }

  /** What became of a message. */
  enum Taken {
    /** It is in the log. */
    NEW,
    /** It was already. */
    AGAIN,
    /** Its id was taken with another body. */
    OTHER
  }

  /** Takes it unless its id is known. */
  Taken take(Handle handle, InboundFile file, String id, byte[] body, Event event, Instant now) {
    String hash = Sha256.hex(body);
    Optional<String> known = known(handle, file.webhook(), id);
    if (known.isPresent()) {
      return known.get().equals(hash) ? Taken.AGAIN : Taken.OTHER;
    }
    handle.execute(
        "INSERT INTO inbound_message (webhook, message, hash, taken_at) VALUES (?, ?, ?, ?)",
        file.webhook(),
        id,
        hash,
        now.toEpochMilli());
    log.append(
        handle,
        new LogOrigin(AGENT + file.webhook(), file.plant(), STREAM, AGENT + file.webhook()),
        now,
        List.of(new NewRecord(nextSequence(handle, file.webhook()), event, event.toByteString())));
    forget(handle, now);
    return Taken.NEW;
  }

  /** Whether that very message was taken, by whatever mapping its webhook had then. */
  boolean isTaken(Handle handle, InboundFile file, String id, byte[] body) {
    return known(handle, file.webhook(), id).filter(Sha256.hex(body)::equals).isPresent();
  }

  private static Optional<String> known(Handle handle, String webhook, String id) {
    return handle
        .createQuery("SELECT hash FROM inbound_message WHERE webhook = ? AND message = ?")
        .bind(0, webhook)
        .bind(1, id)
        .mapTo(String.class)
        .findOne();
  }

  private static long nextSequence(Handle handle, String webhook) {
    return handle
        .createQuery(
            "INSERT INTO inbound_stream (webhook, sequence) VALUES (?, 1)"
                + " ON CONFLICT (webhook) DO UPDATE SET sequence = sequence + 1 RETURNING sequence")
        .bind(0, webhook)
        .mapTo(Long.class)
        .one();
  }

  private static void forget(Handle handle, Instant now) {
    handle.execute(
        "DELETE FROM inbound_message WHERE rowid IN"
            + " (SELECT rowid FROM inbound_message WHERE taken_at < ? LIMIT ?)",
        now.minus(KNOWN).toEpochMilli(),
        FORGOTTEN_MAX);
  }
}
