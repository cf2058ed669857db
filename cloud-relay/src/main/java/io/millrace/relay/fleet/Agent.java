package io.millrace.relay.fleet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * An agent that was enrolled here; {@code revokedAt} is null for one that never was revoked. One
 * that was enrolled anew after its revocation is not revoked, its older certificates are.
 */
public record Agent(
    AgentName name,
    String version,
    Instant enrolledAt,
    Instant certificateExpiresAt,
    @Nullable Instant revokedAt,
    String reason) {

  /** Whether no certificate of the agent is good any more. */
  public boolean isRevoked() {
    return revokedAt != null && !enrolledAt.isAfter(revokedAt);
  }

  /** Whether a certificate that is valid from that time on was revoked. */
  boolean isRevoked(Instant notBefore) {
    return isRevoked() || (revokedAt != null && !notBefore.isAfter(revokedAt));
  }

  /** First whole second whose certificates no revocation concerns. */
  static Instant issuedFrom(Instant now, @Nullable Instant revokedAt) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return revokedAt == null || second.isAfter(revokedAt)
        ? second
        : revokedAt.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }
}
