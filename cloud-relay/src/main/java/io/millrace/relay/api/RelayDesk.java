package io.millrace.relay.api;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.access.AccessToken;
import io.millrace.relay.access.AccessTokens;
import io.millrace.relay.access.Rights;
import io.millrace.relay.access.Role;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.lineage.Lineage;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.Case;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import io.millrace.v1.CreateTokenRequest;
import io.millrace.v1.CreateTokenResponse;
import io.millrace.v1.GetCaseRequest;
import io.millrace.v1.GetCaseResponse;
import io.millrace.v1.GetMachinesResponse;
import io.millrace.v1.GetOverviewResponse;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.GetSessionResponse;
import io.millrace.v1.ListAgentsResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;
import io.millrace.v1.ListFlowsResponse;
import io.millrace.v1.ListPostingsRequest;
import io.millrace.v1.ListPostingsResponse;
import io.millrace.v1.ListTokensResponse;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;
import io.millrace.v1.RevokeTokenRequest;
import io.millrace.v1.RevokeTokenResponse;
import io.millrace.v1.Token;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers every question that people ask, whoever carries it, as far as the asker's rights go. Any
 * thread that may block, but not the store's writer. Refusals are MillraceException, ACCESS_DENIED
 * among them.
 */
public final class RelayDesk {
  private static final Duration VALID = Duration.ofHours(1);

  private final OverviewPage overview;
  private final FlowPage flows;
  private final Lineage lineage;
  private final Cases cases;
  private final AccessTokens tokens;
  private final Supplier<Fleet> fleet;
  private final Supplier<List<AgentStatus>> agents;

  /** The fleet is asked for when it is needed: without certificates there is none. */
  public RelayDesk(
      OverviewPage overview,
      FlowPage flows,
      Lineage lineage,
      Cases cases,
      AccessTokens tokens,
      Supplier<Fleet> fleet,
      Supplier<List<AgentStatus>> agents) {
    this.overview = overview;
    this.flows = flows;
    this.lineage = lineage;
    this.cases = cases;
    this.tokens = tokens;
    this.fleet = fleet;
    this.agents = agents;
  }

  /** How the relay is. */
  public GetRelayStatusResponse status(Rights rights) {
    return new PlantView(rights)
        .status(overview.status().page(agents.get(), rights), overview.openCases(rights));
  }

  /** All at a glance. */
  public GetOverviewResponse overview(Rights rights) {
    return overview.of(overview.all(agents.get()), rights);
  }

  /** The four counts of each machine. */
  public GetMachinesResponse machines(Rights rights) {
    return overview.machines(new PlantView(rights), agents.get());
  }

  /**
   * Active flows and unfinished older versions, with the runs of the plants that the asker sees.
   */
  public ListFlowsResponse flows(Rights rights) {
    return flows.of(rights);
  }

  /** A page of postings. USAGE; ACCESS_DENIED for a plant that the asker does not see. */
  public ListPostingsResponse postings(Rights rights, ListPostingsRequest request) {
    return overview.postings(rights, request);
  }

  /** NOT_FOUND; USAGE without a subject. */
  public TraceResponse trace(Rights rights, TraceRequest request) {
    return lineage.trace(request, rights.plant());
  }

  /** Open ones, closed ones, or all. */
  public ListCasesResponse cases(Rights rights, ListCasesRequest request) {
    boolean closedToo = request.hasOpen() ? !request.getOpen() : request.getClosedToo();
    boolean closedOnly = request.hasOpen() && !request.getOpen();
    return ListCasesResponse.newBuilder()
        .addAllCases(
            cases.list(closedToo, rights.plant()).stream()
                .filter(each -> !closedOnly || !each.getClosedAt().isEmpty())
                .toList())
        .build();
  }

  /** NOT_FOUND. */
  public GetCaseResponse oneCase(Rights rights, GetCaseRequest request) {
    return GetCaseResponse.newBuilder().setCase(seen(rights, request.getId())).build();
  }

  /** ACCESS_DENIED; NOT_FOUND; USAGE when the decision does not fit. */
  public CloseCaseResponse close(Rights rights, CloseCaseRequest request) {
    rights.require(Role.OPERATOR, "closing cases");
    seen(rights, request.getId());
    return CloseCaseResponse.newBuilder()
        .setCase(cases.close(request.getId(), request.getDecision(), request.getNote()))
        .build();
  }

  /** All agents. */
  public ListAgentsResponse agents(Rights rights) {
    return ListAgentsResponse.newBuilder()
        .addAllAgents(new PlantView(rights).agents(agents.get()))
        .build();
  }

  /** ACCESS_DENIED; NOT_FOUND; USAGE without a reason. */
  public RevokeAgentResponse revoke(Rights rights, RevokeAgentRequest request) {
    rights.require(Role.ADMIN, "revoking agents");
    if (request.getReason().isBlank()) {
      throw new MillraceException(
          ErrorCode.USAGE, "say why agent " + request.getAgent() + " is revoked: --reason TEXT");
    }
    if (rights.plant().isPresent() && agent(rights, request.getAgent()).isEmpty()) {
      throw new MillraceException(
          ErrorCode.NOT_FOUND, "no agent '" + request.getAgent() + "' was enrolled");
    }
    fleet.get().revoke(request.getAgent(), request.getReason());
    RevokeAgentResponse.Builder response = RevokeAgentResponse.newBuilder();
    agent(rights, request.getAgent()).forEach(response::setAgent);
    return response.build();
  }

  /** ACCESS_DENIED; USAGE when name, plant or time is wrong. */
  public CreateEnrolmentCodeResponse newCode(Rights rights, CreateEnrolmentCodeRequest request) {
    rights.require(Role.ADMIN, "letting agents in");
    AgentName name = new AgentName(request.getAgent(), request.getPlant());
    if (!rights.sees(name.plant())) {
      rights.requireAllPlants("a code for plant " + name.plant());
    }
    Duration valid =
        request.getValidSeconds() == 0 ? VALID : Duration.ofSeconds(request.getValidSeconds());
    Fleet.NewCode code = fleet.get().newCode(name, valid);
    return CreateEnrolmentCodeResponse.newBuilder()
        .setCode(code.code().text())
        .setExpiresAt(code.expiresAt().toString())
        .setWarning(warning(rights, request.getAgent()))
        .build();
  }

  /** Who the asker is. */
  GetSessionResponse session(Rights rights) {
    return GetSessionResponse.newBuilder()
        .setName(rights.name())
        .setRole(rights.role().text())
        .setPlant(rights.plant().orElse(""))
        .build();
  }

  /** ACCESS_DENIED. */
  public ListTokensResponse tokens(Rights rights) {
    requireKeeper(rights, "listing tokens");
    return ListTokensResponse.newBuilder()
        .addAllTokens(tokens.list().stream().map(RelayDesk::told).toList())
        .build();
  }

  /** ACCESS_DENIED; USAGE when name, role or plant is wrong or the name is taken. */
  public CreateTokenResponse newToken(Rights rights, CreateTokenRequest request) {
    requireKeeper(rights, "making tokens");
    AccessTokens.Made made =
        tokens.create(request.getName(), Role.of(request.getRole()), request.getPlant());
    return CreateTokenResponse.newBuilder()
        .setSecret(made.secret())
        .setToken(told(made.token()))
        .build();
  }

  /** ACCESS_DENIED; NOT_FOUND. */
  public RevokeTokenResponse revokeToken(Rights rights, RevokeTokenRequest request) {
    requireKeeper(rights, "revoking tokens");
    return RevokeTokenResponse.newBuilder()
        .setToken(told(tokens.revoke(request.getName())))
        .build();
  }

  /** Everything, as of now; for those who show it to many. */
  GetOverviewResponse everything() {
    return overview.all(agents.get());
  }

  /** The part of it that the asker may see. */
  GetOverviewResponse part(GetOverviewResponse everything, Rights rights) {
    return overview.of(everything, rights);
  }

  private static void requireKeeper(Rights rights, String act) {
    rights.require(Role.ADMIN, act);
    rights.requireAllPlants(act);
  }

  private Case seen(Rights rights, long id) {
    return new PlantView(rights).one(cases.get(id));
  }

  private List<AgentStatus> agent(Rights rights, String name) {
    return new PlantView(rights)
        .agents(agents.get()).stream().filter(each -> each.getAgent().equals(name)).toList();
  }

  private static Token told(AccessToken token) {
    @Nullable Instant revoked = token.revokedAt();
    return Token.newBuilder()
        .setName(token.name())
        .setRole(token.role().text())
        .setPlant(token.plant().orElse(""))
        .setCreatedAt(token.createdAt().toString())
        .setRevokedAt(revoked == null ? "" : revoked.toString())
        .build();
  }

  /** What a person should know who makes a code for a name that is taken, and may know. */
  private String warning(Rights rights, String name) {
    return agent(rights, name).stream()
        .filter(agent -> agent.getState().equals("enrolled"))
        .map(
            agent ->
                ("agent %s was enrolled at %s%s: the code is for a box that takes its place, a"
                     + " second one beside it is refused; its certificate stays good until 'agent"
                     + " revoke'")
                    .formatted(
                        name, agent.getEnrolledAt(), agent.getLive() ? " and is live now" : ""))
        .findFirst()
        .orElse("");
  }
}
