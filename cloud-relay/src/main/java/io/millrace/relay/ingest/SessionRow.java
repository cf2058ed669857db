package io.millrace.relay.ingest;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The newest session of an agent. */
record SessionRow(
    String agent, long session, String epoch, String journal, Instant openedAt, Instant seenAt) {

  static Optional<SessionRow> find(Handle handle, String agent) {
    return handle
        .createQuery("SELECT * FROM agent_session WHERE agent = ?")
        .bind(0, agent)
        .map(SessionRow::row)
        .findFirst();
  }

  void open(Handle handle, String version) {
    handle.execute(
        "INSERT OR REPLACE INTO agent_session VALUES (?, ?, ?, ?, ?, ?, ?)",
        agent,
        session,
        epoch,
        journal,
        version,
        openedAt.toEpochMilli(),
        seenAt.toEpochMilli());
  }

  /** Only of the session that is still the newest. */
  static void seen(Handle handle, String agent, long session, Instant at) {
    handle.execute(
        "UPDATE agent_session SET seen_ms = ? WHERE agent = ? AND session = ?",
        at.toEpochMilli(),
        agent,
        session);
  }

  private static SessionRow row(RowView row) {
    return new SessionRow(
        row.getColumn("agent", String.class),
        row.getColumn("session", Long.class),
        row.getColumn("epoch", String.class),
        row.getColumn("journal", String.class),
        Instant.ofEpochMilli(row.getColumn("opened_ms", Long.class)),
        Instant.ofEpochMilli(row.getColumn("seen_ms", Long.class)));
  }
}
