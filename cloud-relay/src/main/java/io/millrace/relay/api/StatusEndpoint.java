package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.GetRelayStatusRequest;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.StatusServiceGrpc;
import java.util.function.Supplier;

/** Carries {@link RelayDesk#status}. */
final class StatusEndpoint extends StatusServiceGrpc.StatusServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  StatusEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void getRelayStatus(
      GetRelayStatusRequest request, StreamObserver<GetRelayStatusResponse> observer) {
    Answer.to(observer, () -> desk.status(who.get()));
  }
}
