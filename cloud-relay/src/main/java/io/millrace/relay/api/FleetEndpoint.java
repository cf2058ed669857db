package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import io.millrace.v1.FleetServiceGrpc;
import io.millrace.v1.ListAgentsRequest;
import io.millrace.v1.ListAgentsResponse;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;

/** Carries what {@link RelayDesk} says of agents. */
final class FleetEndpoint extends FleetServiceGrpc.FleetServiceImplBase {
  private final RelayDesk desk;

  FleetEndpoint(RelayDesk desk) {
    this.desk = desk;
  }

  @Override
  public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> observer) {
    Answer.to(observer, desk::agents);
  }

  @Override
  public void revokeAgent(
      RevokeAgentRequest request, StreamObserver<RevokeAgentResponse> observer) {
    Answer.to(observer, () -> desk.revoke(request));
  }

  @Override
  public void createEnrolmentCode(
      CreateEnrolmentCodeRequest request, StreamObserver<CreateEnrolmentCodeResponse> observer) {
    Answer.to(observer, () -> desk.newCode(request));
  }
}
