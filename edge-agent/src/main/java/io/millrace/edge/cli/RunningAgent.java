package io.millrace.edge.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.local.LocalSocket;
import io.millrace.v1.AgentLocalServiceGrpc;
import io.millrace.v1.AgentLocalServiceGrpc.AgentLocalServiceBlockingStub;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks the agent that runs on a data folder. */
final class RunningAgent {
  private static final int DEADLINE_SECONDS = 5;

  private RunningAgent() {}

  /** One answer, within 5 s; NOT_RUNNING when nobody answers. */
  static <T> T ask(Path socket, Function<AgentLocalServiceBlockingStub, T> question) {
    try (LocalSocket.Connection connection = LocalSocket.connect(socket)) {
      return question.apply(
          AgentLocalServiceGrpc.newBlockingStub(connection.channel())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } catch (StatusRuntimeException e) {
      throw new MillraceException(ErrorCode.NOT_RUNNING, reason(socket, e), e);
    }
  }

  private static String reason(Path socket, StatusRuntimeException e) {
    return e.getStatus().getCode() == Status.Code.UNAVAILABLE
        ? "nobody answers on " + socket
        : "no good answer on " + socket + ": " + e.getStatus();
  }
}
