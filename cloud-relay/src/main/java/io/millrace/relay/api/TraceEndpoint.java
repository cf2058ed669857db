package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TraceServiceGrpc;

/** Carries {@link RelayDesk#trace}. */
final class TraceEndpoint extends TraceServiceGrpc.TraceServiceImplBase {
  private final RelayDesk desk;

  TraceEndpoint(RelayDesk desk) {
    this.desk = desk;
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<TraceResponse> observer) {
    Answer.to(observer, () -> desk.trace(request));
  }
}
