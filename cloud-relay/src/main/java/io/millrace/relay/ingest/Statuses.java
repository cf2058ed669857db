package io.millrace.relay.ingest;

import io.millrace.relay.fleet.Agent;
import io.millrace.v1.AgentStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Agents as the status services show them. */
final class Statuses {
  private Statuses() {}

  static AgentStatus of(Agent agent, @Nullable SessionRow session, boolean live, Instant now) {
    AgentStatus.Builder status =
        AgentStatus.newBuilder()
            .setAgent(agent.name().agent())
            .setPlant(agent.name().plant())
            .setState(agent.isRevoked() ? "revoked" : "enrolled")
            .setLive(live)
            .setEnrolledAt(agent.enrolledAt().toString())
            .setCertificateExpiresAt(agent.certificateExpiresAt().toString())
            .setReason(agent.isRevoked() ? agent.reason() : "");
    if (session != null) {
      status.setSession(session.session());
      status.setLastSeenAt((live ? now : session.seenAt()).toString());
    }
    return status.build();
  }
}
