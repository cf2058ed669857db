package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Sha256;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** One-time codes as rows, found by the hash of their token. */
final class CodeTable {
  private CodeTable() {}

  /** A newer code voids the unused ones of the same agent. */
  static void add(Handle handle, String token, AgentName name, Instant now, Instant expires) {
    handle.execute(
        "UPDATE enrolment_code SET void_ms = ? WHERE agent = ? AND used_ms IS NULL AND void_ms IS"
            + " NULL",
        now.toEpochMilli(),
        name.agent());
    handle.execute(
        """
        INSERT INTO enrolment_code (token_hash, agent, plant, created_ms, expires_ms)
        VALUES (?, ?, ?, ?, ?)
        """,
        Sha256.hex(token),
        name.agent(),
        name.plant(),
        now.toEpochMilli(),
        expires.toEpochMilli());
  }

  /**
   * Uses the code up and says whom it was made for; for the key that used it also once more,
   * because the answer may have been lost. ENROLMENT_REFUSED tells why not.
   */
  static AgentName use(Handle handle, String token, byte[] key, Instant now) {
    Code code = byToken(handle, token).orElseThrow(() -> refused("is not known here"));
    String keyHash = Sha256.hex(key);
    if (code.usedAt != null && !keyHash.equals(code.keyHash)) {
      throw refused("was used at " + code.usedAt);
    }
    if (code.voidAt != null) {
      throw refused(
          "became void at %s, by a newer code for the same agent or a restored relay"
              .formatted(code.voidAt));
    }
    if (!now.isBefore(code.expires)) {
      throw refused("expired at " + code.expires);
    }
    handle.execute(
        "UPDATE enrolment_code SET used_ms = ?, key_hash = ? WHERE token_hash = ?",
        now.toEpochMilli(),
        keyHash,
        Sha256.hex(token));
    return code.name;
  }

  /** Voids what is not used; of one agent, or of all where it is null. */
  static int makeVoid(Handle handle, @Nullable String agent, Instant now) {
    return handle.execute(
        """
        UPDATE enrolment_code SET void_ms = ?
        WHERE used_ms IS NULL AND void_ms IS NULL AND agent = coalesce(?, agent)
        """,
        now.toEpochMilli(),
        agent);
  }

  private static Optional<Code> byToken(Handle handle, String token) {
    return handle
        .createQuery("SELECT * FROM enrolment_code WHERE token_hash = ?")
        .bind(0, Sha256.hex(token))
        .map(CodeTable::code)
        .findFirst();
  }

  private static Code code(RowView row) {
    return new Code(
        new AgentName(row.getColumn("agent", String.class), row.getColumn("plant", String.class)),
        Instant.ofEpochMilli(row.getColumn("expires_ms", Long.class)),
        time(row.getColumn("used_ms", Long.class)),
        time(row.getColumn("void_ms", Long.class)),
        row.getColumn("key_hash", String.class));
  }

  private static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static MillraceException refused(String why) {
    return new MillraceException(ErrorCode.ENROLMENT_REFUSED, "the code " + why);
  }

  private record Code(
      AgentName name,
      Instant expires,
      @Nullable Instant usedAt,
      @Nullable Instant voidAt,
      @Nullable String keyHash) {}
}
