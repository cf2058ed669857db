package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.CaseServiceGrpc;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import io.millrace.v1.GetCaseRequest;
import io.millrace.v1.GetCaseResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;
import java.util.function.Supplier;

/** Carries what {@link RelayDesk} says of cases. */
final class CaseEndpoint extends CaseServiceGrpc.CaseServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  CaseEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void listCases(ListCasesRequest request, StreamObserver<ListCasesResponse> observer) {
    Answer.to(observer, () -> desk.cases(who.get(), request));
  }

  @Override
  public void getCase(GetCaseRequest request, StreamObserver<GetCaseResponse> observer) {
    Answer.to(observer, () -> desk.oneCase(who.get(), request));
  }

  @Override
  public void closeCase(CloseCaseRequest request, StreamObserver<CloseCaseResponse> observer) {
    Answer.to(observer, () -> desk.close(who.get(), request));
  }
}
