package io.millrace.relay.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The certificates of agents as rows. */
final class CertificateTable {
  private CertificateTable() {}

  static List<IssuedCertificate> all(Handle handle) {
    return where(handle, "TRUE").list();
  }

  /** Oldest first. */
  static List<IssuedCertificate> of(Handle handle, String agent) {
    return where(handle, "agent = ? ORDER BY rowid", agent).list();
  }

  static Optional<IssuedCertificate> find(Handle handle, String fingerprint) {
    return where(handle, "fingerprint = ?", fingerprint).findFirst();
  }

  /** Those of the key, newest first. */
  static List<IssuedCertificate> ofKey(Handle handle, String keyHash) {
    return where(handle, "key_hash = ? ORDER BY rowid DESC", keyHash).list();
  }

  static byte[] encoded(Handle handle, String fingerprint) {
    return handle
        .createQuery("SELECT certificate FROM agent_certificate WHERE fingerprint = ?")
        .bind(0, fingerprint)
        .mapTo(byte[].class)
        .one();
  }

  static void add(Handle handle, IssuedCertificate row, byte[] encoded) {
    handle.execute(
        "INSERT INTO agent_certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        row.fingerprint(),
        row.agent(),
        row.line(),
        row.parent(),
        row.keyHash(),
        encoded,
        row.enrolledAt().toEpochMilli(),
        row.issuedAt().toEpochMilli(),
        row.expiresAt().toEpochMilli());
  }

  /** It opened a session: it takes the place of all of its line but those renewed from it. */
  static void seen(Handle handle, IssuedCertificate row, Instant at) {
    handle.execute(
        "UPDATE agent_certificate SET seen_ms = ? WHERE fingerprint = ? AND seen_ms IS NULL",
        at.toEpochMilli(),
        row.fingerprint());
    handle.execute(
        """
        UPDATE agent_certificate SET superseded_ms = ?
        WHERE line = ? AND fingerprint <> ? AND parent <> ? AND superseded_ms IS NULL
        """,
        at.toEpochMilli(),
        row.line(),
        row.fingerprint(),
        row.fingerprint());
    handle.execute(
        "UPDATE agent SET certificate_expires_ms = ? WHERE agent = ?",
        row.expiresAt().toEpochMilli(),
        row.agent());
  }

  static void supersede(Handle handle, String fingerprint, Instant at) {
    handle.execute(
        "UPDATE agent_certificate SET superseded_ms = ? WHERE fingerprint = ?",
        at.toEpochMilli(),
        fingerprint);
  }

  static void remove(Handle handle, String fingerprint) {
    handle.execute("DELETE FROM agent_certificate WHERE fingerprint = ?", fingerprint);
  }

  private static ResultIterable<IssuedCertificate> where(
      Handle handle, String condition, Object... values) {
    Query query = handle.createQuery("SELECT * FROM agent_certificate WHERE " + condition);
    for (int i = 0; i < values.length; i++) {
      query.bind(i, values[i]);
    }
    return query.map(CertificateTable::certificate);
  }

  private static IssuedCertificate certificate(RowView row) {
    return new IssuedCertificate(
        row.getColumn("fingerprint", String.class),
        row.getColumn("agent", String.class),
        row.getColumn("line", String.class),
        row.getColumn("parent", String.class),
        row.getColumn("key_hash", String.class),
        Instant.ofEpochMilli(row.getColumn("enrolled_ms", Long.class)),
        Instant.ofEpochMilli(row.getColumn("issued_ms", Long.class)),
        Instant.ofEpochMilli(row.getColumn("expires_ms", Long.class)),
        time(row.getColumn("seen_ms", Long.class)),
        time(row.getColumn("superseded_ms", Long.class)));
  }

  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }
}
