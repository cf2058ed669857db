package io.millrace.relay.fleet;

import io.millrace.relay.fleet.Revocations.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** The agents as rows. */
final class AgentTable {
  private AgentTable() {}

  static List<Agent> all(Handle handle) {
    return handle.createQuery("SELECT * FROM agent ORDER BY agent").map(AgentTable::agent).list();
  }

  static Optional<Agent> byName(Handle handle, String agent) {
    return handle
        .createQuery("SELECT * FROM agent WHERE agent = ?")
        .bind(0, agent)
        .map(AgentTable::agent)
        .findFirst();
  }

  /** A revocation stays in the row: it goes on refusing older certificates. */
  static void enrolled(Handle handle, Agent agent) {
    handle.execute(
        """
        INSERT INTO agent
          (agent, plant, version, enrolled_ms, certificate_expires_ms, reason)
        VALUES (?, ?, ?, ?, ?, '')
        ON CONFLICT (agent) DO UPDATE SET version = excluded.version,
          enrolled_ms = excluded.enrolled_ms,
          certificate_expires_ms = excluded.certificate_expires_ms
        """,
        agent.name().agent(),
        agent.name().plant(),
        agent.version(),
        agent.enrolledAt().toEpochMilli(),
        agent.certificateExpiresAt().toEpochMilli());
  }

  static void version(Handle handle, String agent, String version) {
    handle.execute("UPDATE agent SET version = ? WHERE agent = ?", version, agent);
  }

  static void revoked(Handle handle, Revocation revocation) {
    handle.execute(
        "UPDATE agent SET revoked_ms = ?, reason = ? WHERE agent = ?",
        revocation.at().toEpochMilli(),
        revocation.reason(),
        revocation.agent());
  }

  private static Agent agent(RowView row) {
    @Nullable Long revoked = row.getColumn("revoked_ms", Long.class);
    return new Agent(
        new AgentName(row.getColumn("agent", String.class), row.getColumn("plant", String.class)),
        row.getColumn("version", String.class),
        Instant.ofEpochMilli(row.getColumn("enrolled_ms", Long.class)),
        Instant.ofEpochMilli(row.getColumn("certificate_expires_ms", Long.class)),
        revoked == null ? null : Instant.ofEpochMilli(revoked),
        row.getColumn("reason", String.class));
  }
}
