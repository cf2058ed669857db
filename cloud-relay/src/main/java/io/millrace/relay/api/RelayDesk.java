package io.millrace.relay.api;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.lineage.Lineage;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.ListAgentsResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Answers every question that people ask, whoever carries it. Any thread that may block, but not
 * the store's writer. Refusals are MillraceException.
 */
public final class RelayDesk {
  private static final Duration VALID = Duration.ofHours(1);

  private final StatusPage status;
  private final Lineage lineage;
  private final Cases cases;
  private final Supplier<Fleet> fleet;
  private final Supplier<List<AgentStatus>> agents;

  /** The fleet is asked for when it is needed: without certificates there is none. */
  public RelayDesk(
      StatusPage status,
      Lineage lineage,
      Cases cases,
      Supplier<Fleet> fleet,
      Supplier<List<AgentStatus>> agents) {
    this.status = status;
    this.lineage = lineage;
    this.cases = cases;
    this.fleet = fleet;
    this.agents = agents;
  }

  /** How the relay is. */
  public GetRelayStatusResponse status() {
    return status.page(agents.get());
  }

  /** NOT_FOUND; USAGE without a subject. */
  public TraceResponse trace(TraceRequest request) {
    return lineage.trace(request);
  }

  /** Open ones, or all. */
  public ListCasesResponse cases(ListCasesRequest request) {
    return ListCasesResponse.newBuilder().addAllCases(cases.list(request.getClosedToo())).build();
  }

  /** NOT_FOUND; USAGE when the decision does not fit. */
  public CloseCaseResponse close(CloseCaseRequest request) {
    return CloseCaseResponse.newBuilder()
        .setCase(cases.close(request.getId(), request.getDecision(), request.getNote()))
        .build();
  }

  /** All agents. */
  public ListAgentsResponse agents() {
    return ListAgentsResponse.newBuilder().addAllAgents(agents.get()).build();
  }

  /** NOT_FOUND; USAGE without a reason. */
  public RevokeAgentResponse revoke(RevokeAgentRequest request) {
    if (request.getReason().isBlank()) {
      throw new MillraceException(
          ErrorCode.USAGE, "say why agent " + request.getAgent() + " is revoked: --reason TEXT");
    }
    fleet.get().revoke(request.getAgent(), request.getReason());
    RevokeAgentResponse.Builder response = RevokeAgentResponse.newBuilder();
    agents.get().stream()
        .filter(agent -> agent.getAgent().equals(request.getAgent()))
        .forEach(response::setAgent);
    return response.build();
  }

  /** USAGE when name, plant or time is wrong. */
  public CreateEnrolmentCodeResponse newCode(CreateEnrolmentCodeRequest request) {
    Duration valid =
        request.getValidSeconds() == 0 ? VALID : Duration.ofSeconds(request.getValidSeconds());
    Fleet.NewCode code =
        fleet.get().newCode(new AgentName(request.getAgent(), request.getPlant()), valid);
    return CreateEnrolmentCodeResponse.newBuilder()
        .setCode(code.code().text())
        .setExpiresAt(code.expiresAt().toString())
        .build();
  }
}
