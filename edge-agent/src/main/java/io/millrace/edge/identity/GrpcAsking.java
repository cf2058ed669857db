package io.millrace.edge.identity;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.ErrorCode;
import io.millrace.v1.EnrolmentServiceGrpc;
import io.millrace.v1.RenewRequest;
import io.millrace.v1.RenewResponse;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Over gRPC, on a channel of its own for each question. */
final class GrpcAsking implements Asking {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private @Nullable ManagedChannel channel;

  @Override
  public void ask(RelayApi relay, RenewRequest request, Consumer<Answer> answer) {
    close();
    ManagedChannel opened = relay.channel();
    channel = opened;
    EnrolmentServiceGrpc.newStub(opened)
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .renew(request, new Reply(relay.address(), answer));
  }

  @Override
  public void close() {
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  private record Reply(URI api, Consumer<Answer> answer) implements StreamObserver<RenewResponse> {

    @Override
    public void onNext(RenewResponse response) {
      answer.accept(new Given(response));
    }

    @Override
    public void onError(Throwable reason) {
      StatusRuntimeException status =
          new StatusRuntimeException(Status.fromThrowable(reason).withCause(reason.getCause()));
      answer.accept(new Failed(EnrolmentFailure.of(status, api, ErrorCode.RENEWAL_REFUSED)));
    }

    @Override
    public void onCompleted() {}
  }
}
