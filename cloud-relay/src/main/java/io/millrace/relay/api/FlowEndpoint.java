package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.FlowServiceGrpc;
import io.millrace.v1.ListFlowsRequest;
import io.millrace.v1.ListFlowsResponse;
import java.util.function.Supplier;

/** Carries what {@link RelayDesk} says of flows. */
final class FlowEndpoint extends FlowServiceGrpc.FlowServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  FlowEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void listFlows(ListFlowsRequest request, StreamObserver<ListFlowsResponse> observer) {
    Answer.to(observer, () -> desk.flows(who.get()));
  }
}
