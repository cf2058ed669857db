package io.millrace.relay.access;

import io.millrace.relay.store.Columns;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Tokens as rows. The caller owns handle and transaction. */
final class TokenRows {
  private TokenRows() {}

  static void insert(Handle handle, String hash, AccessToken token) {
    handle.execute(
        "INSERT INTO access_token (name, token_hash, role, plant, created_ms)"
            + " VALUES (?, ?, ?, ?, ?)",
        token.name(),
        hash,
        token.role().name(),
        token.plant().orElse(""),
        token.createdAt().toEpochMilli());
  }

  static void revoke(Handle handle, String name, Instant at) {
    handle.execute(
        "UPDATE access_token SET revoked_ms = ? WHERE name = ? AND revoked_ms IS NULL",
        at.toEpochMilli(),
        name);
  }

  static Optional<AccessToken> find(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM access_token WHERE name = ?")
        .bind(0, name)
        .map(TokenRows::token)
        .findOne();
  }

  static List<AccessToken> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM access_token ORDER BY name")
        .map(TokenRows::token)
        .list();
  }

  /** Those that can be used, by the hash of their secret. */
  static Map<String, Rights> usable(Handle handle) {
    Map<String, Rights> usable = new HashMap<>();
    handle
        .createQuery("SELECT * FROM access_token WHERE revoked_ms IS NULL")
        .map(row -> Map.entry(Columns.text(row, "token_hash"), token(row).rights()))
        .forEach(entry -> usable.put(entry.getKey(), entry.getValue()));
    return usable;
  }

  private static AccessToken token(RowView row) {
    @Nullable Long revoked = row.getColumn("revoked_ms", Long.class);
    String plant = Columns.text(row, "plant");
    return new AccessToken(
        Columns.text(row, "name"),
        Role.valueOf(Columns.text(row, "role")),
        plant.isEmpty() ? Optional.empty() : Optional.of(plant),
        Instant.ofEpochMilli(Objects.requireNonNull(row.getColumn("created_ms", Long.class))),
        revoked == null ? null : Instant.ofEpochMilli(revoked));
  }
}
