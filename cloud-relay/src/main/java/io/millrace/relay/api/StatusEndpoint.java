package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.v1.GetRelayStatusRequest;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.StatusServiceGrpc;

/** Carries {@link RelayDesk#status}. */
final class StatusEndpoint extends StatusServiceGrpc.StatusServiceImplBase {
  private final RelayDesk desk;

  StatusEndpoint(RelayDesk desk) {
    this.desk = desk;
  }

  @Override
  public void getRelayStatus(
      GetRelayStatusRequest request, StreamObserver<GetRelayStatusResponse> observer) {
    Answer.to(observer, desk::status);
  }
}
