package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import io.millrace.v1.FleetServiceGrpc;
import io.millrace.v1.ListAgentsRequest;
import io.millrace.v1.ListAgentsResponse;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;
import java.util.function.Supplier;

/** Carries what {@link RelayDesk} says of agents. */
final class FleetEndpoint extends FleetServiceGrpc.FleetServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  FleetEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> observer) {
    Answer.to(observer, () -> desk.agents(who.get()));
  }

  @Override
  public void revokeAgent(
      RevokeAgentRequest request, StreamObserver<RevokeAgentResponse> observer) {
    Answer.to(observer, () -> desk.revoke(who.get(), request));
  }

  @Override
  public void createEnrolmentCode(
      CreateEnrolmentCodeRequest request, StreamObserver<CreateEnrolmentCodeResponse> observer) {
    Answer.to(observer, () -> desk.newCode(who.get(), request));
  }
}
