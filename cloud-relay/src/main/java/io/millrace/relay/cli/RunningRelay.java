package io.millrace.relay.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.local.LocalSocket;
import io.millrace.v1.AccessServiceGrpc;
import io.millrace.v1.CaseServiceGrpc;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import io.millrace.v1.CreateTokenRequest;
import io.millrace.v1.CreateTokenResponse;
import io.millrace.v1.FleetServiceGrpc;
import io.millrace.v1.FlowServiceGrpc;
import io.millrace.v1.GetRelayStatusRequest;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.ListAgentsRequest;
import io.millrace.v1.ListAgentsResponse;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;
import io.millrace.v1.ListFlowsRequest;
import io.millrace.v1.ListFlowsResponse;
import io.millrace.v1.ListTokensRequest;
import io.millrace.v1.ListTokensResponse;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;
import io.millrace.v1.RevokeTokenRequest;
import io.millrace.v1.RevokeTokenResponse;
import io.millrace.v1.StatusServiceGrpc;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TraceServiceGrpc;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks over the local socket, each question within ten seconds. */
final class RunningRelay implements Door {
  private static final int DEADLINE_SECONDS = 10;

  /** Bytes of one answer of the running relay to its command line. */
  private static final int ANSWER_BYTES_MAX = 64 << 20;

  private final Path socket;
  private final LocalSocket.Connection connection;

  private RunningRelay(Path socket) {
    this.socket = socket;
    this.connection = LocalSocket.connect(socket);
  }

  /** NOT_RUNNING when there is no socket; whether anybody answers shows with the first question. */
  static RunningRelay open(Path socket) {
    return new RunningRelay(socket);
  }

  @Override
  public GetRelayStatusResponse status() {
    return ask(
        () ->
            limited(StatusServiceGrpc.newBlockingStub(connection.channel()))
                .getRelayStatus(GetRelayStatusRequest.getDefaultInstance()));
  }

  @Override
  public TraceResponse trace(TraceRequest request) {
    return ask(
        () -> limited(TraceServiceGrpc.newBlockingStub(connection.channel())).trace(request));
  }

  @Override
  public ListCasesResponse cases(ListCasesRequest request) {
    return ask(
        () -> limited(CaseServiceGrpc.newBlockingStub(connection.channel())).listCases(request));
  }

  @Override
  public CloseCaseResponse close(CloseCaseRequest request) {
    return ask(
        () -> limited(CaseServiceGrpc.newBlockingStub(connection.channel())).closeCase(request));
  }

  @Override
  public ListFlowsResponse flows() {
    return ask(
        () ->
            limited(FlowServiceGrpc.newBlockingStub(connection.channel()))
                .listFlows(ListFlowsRequest.getDefaultInstance()));
  }

  @Override
  public ListAgentsResponse agents() {
    return ask(
        () ->
            limited(FleetServiceGrpc.newBlockingStub(connection.channel()))
                .listAgents(ListAgentsRequest.getDefaultInstance()));
  }

  @Override
  public RevokeAgentResponse revoke(RevokeAgentRequest request) {
    return ask(
        () -> limited(FleetServiceGrpc.newBlockingStub(connection.channel())).revokeAgent(request));
  }

  @Override
  public CreateEnrolmentCodeResponse newCode(CreateEnrolmentCodeRequest request) {
    return ask(
        () ->
            limited(FleetServiceGrpc.newBlockingStub(connection.channel()))
                .createEnrolmentCode(request));
  }

  @Override
  public ListTokensResponse tokens() {
    return ask(
        () ->
            limited(AccessServiceGrpc.newBlockingStub(connection.channel()))
                .listTokens(ListTokensRequest.getDefaultInstance()));
  }

  @Override
  public CreateTokenResponse newToken(CreateTokenRequest request) {
    return ask(
        () ->
            limited(AccessServiceGrpc.newBlockingStub(connection.channel())).createToken(request));
  }

  @Override
  public RevokeTokenResponse revokeToken(RevokeTokenRequest request) {
    return ask(
        () ->
            limited(AccessServiceGrpc.newBlockingStub(connection.channel())).revokeToken(request));
  }

  @Override
  public void close() {
    connection.close();
  }

  private static <S extends AbstractStub<S>> S limited(S stub) {
    return stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .withMaxInboundMessageSize(ANSWER_BYTES_MAX);
  }

  /** A refusal keeps its code; a socket without a relay behind it is NOT_RUNNING. */
  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (StatusRuntimeException e) {
      throw refusal(e);
    }
  }

  private MillraceException refusal(StatusRuntimeException e) {
    String text = Objects.requireNonNullElse(e.getStatus().getDescription(), "");
    for (ErrorCode code : ErrorCode.values()) {
      if (text.startsWith(code + ": ")) {
        return new MillraceException(code, text.substring(code.name().length() + 2), e);
      }
    }
    return e.getStatus().getCode() == Status.Code.UNAVAILABLE
        ? new MillraceException(ErrorCode.NOT_RUNNING, "nobody answers on " + socket, e)
        : new MillraceException(
            ErrorCode.STORE_UNAVAILABLE, "no good answer on " + socket + ": " + e.getStatus(), e);
  }
}
