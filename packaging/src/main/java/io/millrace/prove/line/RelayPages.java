package io.millrace.prove.line;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.v1.Case;
import io.millrace.v1.CaseServiceGrpc;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.FleetServiceGrpc;
import io.millrace.v1.GetRelayStatusRequest;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListPostingsRequest;
import io.millrace.v1.PostingServiceGrpc;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.StatusServiceGrpc;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TraceServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the running relay tells its owner. One thread; empty answers while it is dead. */
public final class RelayPages implements AutoCloseable {
  private final Pages pages;

  RelayPages(Path data) {
    this.pages = new Pages(data.resolve("relay.sock"));
  }

  /** How it is. */
  public Optional<GetRelayStatusResponse> status() {
    return pages.ask(
        StatusServiceGrpc::newBlockingStub,
        stub -> stub.getRelayStatus(GetRelayStatusRequest.getDefaultInstance()));
  }

  /** Open cases. */
  public Optional<List<Case>> cases() {
    return pages.ask(
        CaseServiceGrpc::newBlockingStub,
        stub -> stub.listCases(ListCasesRequest.getDefaultInstance()).getCasesList());
  }

  /** Closes a case; whether the relay took the decision. */
  public boolean decide(long id, String decision) {
    CloseCaseRequest request =
        CloseCaseRequest.newBuilder().setId(id).setDecision(decision).setNote("proven").build();
    return pages.ask(CaseServiceGrpc::newBlockingStub, stub -> stub.closeCase(request)).isPresent();
  }

  /** Whether a posting to that target stands SENDING now. */
  public boolean isSendingTo(String target) {
    ListPostingsRequest request =
        ListPostingsRequest.newBuilder().setState("SENDING").setTarget(target).setSize(1).build();
    return pages
        .ask(PostingServiceGrpc::newBlockingStub, stub -> stub.listPostings(request))
        .filter(page -> page.getPostingsCount() > 0)
        .isPresent();
  }

  /** The chain of a document. */
  public Optional<TraceResponse> traceDocument(String number) {
    return trace(TraceRequest.newBuilder().setDocument(number).build());
  }

  /** The chain of an event. */
  public Optional<TraceResponse> traceEvent(String id) {
    return trace(TraceRequest.newBuilder().setEvent(id).build());
  }

  private Optional<TraceResponse> trace(TraceRequest request) {
    return pages.ask(TraceServiceGrpc::newBlockingStub, stub -> stub.trace(request));
  }

  /** Makes a one-time code. NOT_RUNNING when the relay does not. */
  String newCode(String plant, String agent) {
    CreateEnrolmentCodeRequest request =
        CreateEnrolmentCodeRequest.newBuilder().setPlant(plant).setAgent(agent).build();
    return pages
        .ask(FleetServiceGrpc::newBlockingStub, stub -> stub.createEnrolmentCode(request))
        .orElseThrow(() -> new MillraceException(ErrorCode.NOT_RUNNING, "no code from the relay"))
        .getCode();
  }

  /** Withdraws an agent's certificate; whether the relay did. */
  public boolean revoke(String agent, String reason) {
    RevokeAgentRequest request =
        RevokeAgentRequest.newBuilder().setAgent(agent).setReason(reason).build();
    return pages
        .ask(FleetServiceGrpc::newBlockingStub, stub -> stub.revokeAgent(request))
        .isPresent();
  }

  /** Pieces per machine and order that the relay has logged, by its own account. */
  public static Ledger logged(GetRelayStatusResponse status) {
    return Totals.of(status, counter -> counter.getLogged());
  }

  @Override
  public void close() {
    pages.close();
  }
}
