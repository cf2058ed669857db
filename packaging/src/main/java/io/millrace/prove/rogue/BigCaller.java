package io.millrace.prove.rogue;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.v1.EnrolRequest;
import io.millrace.v1.EnrolmentServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Asks the API port for more than it takes. Blocks at most for the timeout. */
public final class BigCaller {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private BigCaller() {}

  /** Enrols with a token of that many characters; how the relay refused it. */
  public static Status enrol(Path root, int port, int characters) throws SSLException {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", port)
            .sslContext(GrpcSslContexts.forClient().trustManager(root.toFile()).build())
            .build();
    try {
      EnrolRequest request = EnrolRequest.newBuilder().setToken("A".repeat(characters)).build();
      EnrolmentServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .enrol(request);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    } finally {
      channel.shutdownNow();
    }
  }
}
