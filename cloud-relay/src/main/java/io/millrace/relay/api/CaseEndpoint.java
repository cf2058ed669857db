package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.v1.CaseServiceGrpc;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;

/** Carries {@link RelayDesk#cases} and {@link RelayDesk#close}. */
final class CaseEndpoint extends CaseServiceGrpc.CaseServiceImplBase {
  private final RelayDesk desk;

  CaseEndpoint(RelayDesk desk) {
    this.desk = desk;
  }

  @Override
  public void listCases(ListCasesRequest request, StreamObserver<ListCasesResponse> observer) {
    Answer.to(observer, () -> desk.cases(request));
  }

  @Override
  public void closeCase(CloseCaseRequest request, StreamObserver<CloseCaseResponse> observer) {
    Answer.to(observer, () -> desk.close(request));
  }
}
