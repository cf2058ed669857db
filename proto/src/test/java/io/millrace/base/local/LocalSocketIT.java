package io.millrace.base.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.MillraceException;
import io.millrace.v1.AgentLocalServiceGrpc;
import io.millrace.v1.GetAgentStatusRequest;
import io.millrace.v1.GetAgentStatusResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSocketIT {
  private static final class Service extends AgentLocalServiceGrpc.AgentLocalServiceImplBase {
    @Override
    public void getAgentStatus(
        GetAgentStatusRequest request, StreamObserver<GetAgentStatusResponse> answer) {
      answer.onNext(GetAgentStatusResponse.newBuilder().setAgent("press-shop").build());
      answer.onCompleted();
    }
  }

  @Test
  void answersItsOwnerOverTheFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("agent.sock");
    Server server = LocalSocket.serve(file, Runnable::run, List.of(new Service()));
    try (LocalSocket.Connection connection = LocalSocket.connect(file)) {

      String agent =
          AgentLocalServiceGrpc.newBlockingStub(connection.channel())
              .getAgentStatus(GetAgentStatusRequest.getDefaultInstance())
              .getAgent();

      assertThat(agent).isEqualTo("press-shop");
      assertThat(Files.getPosixFilePermissions(file))
          .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void saysThatNothingIsRunning(@TempDir Path folder) {
    assertThatThrownBy(() -> LocalSocket.connect(folder.resolve("agent.sock")))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("NOT_RUNNING");
  }
}
