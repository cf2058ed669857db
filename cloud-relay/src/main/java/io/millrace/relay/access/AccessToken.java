package io.millrace.relay.access;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token as it is kept: its secret only as a hash. Empty plant: all plants. */
public record AccessToken(
    String name,
    Role role,
    Optional<String> plant,
    Instant createdAt,
    @Nullable Instant revokedAt) {

  /** What it lets its bearer do. */
  Rights rights() {
    return new Rights("token " + name, role, plant);
  }
}
