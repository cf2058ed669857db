package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.ListPostingsRequest;
import io.millrace.v1.ListPostingsResponse;
import io.millrace.v1.PostingServiceGrpc;
import java.util.function.Supplier;

/** Carries {@link RelayDesk#postings}. */
final class PostingEndpoint extends PostingServiceGrpc.PostingServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  PostingEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void listPostings(
      ListPostingsRequest request, StreamObserver<ListPostingsResponse> observer) {
    Answer.to(observer, () -> desk.postings(who.get(), request));
  }
}
