package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TraceServiceGrpc;
import java.util.function.Supplier;

/** Carries {@link RelayDesk#trace}. */
final class TraceEndpoint extends TraceServiceGrpc.TraceServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  TraceEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<TraceResponse> observer) {
    Answer.to(observer, () -> desk.trace(who.get(), request));
  }
}
