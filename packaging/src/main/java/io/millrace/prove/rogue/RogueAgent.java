package io.millrace.prove.rogue;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.v1.Batch;
import io.millrace.v1.Compression;
import io.millrace.v1.EpochRange;
import io.millrace.v1.Event;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.PublishStart;
import io.millrace.v1.RecordBlock;
import io.millrace.v1.StreamState;
import io.millrace.v1.UplinkServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Speaks to the agents' port with the papers of an enrolled agent, without being one. Blocks at
 * most for the timeout. One thread.
 */
public final class RogueAgent implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String EVENTS = "events";

  private final ManagedChannel channel;
  private final String epoch;
  private final String journal;

  /** With the identity in that folder, to that port of loopback. */
  public RogueAgent(Path identity, int port) throws SSLException {
    this.channel =
        NettyChannelBuilder.forAddress("localhost", port)
            .sslContext(
                GrpcSslContexts.forClient()
                    .keyManager(
                        identity.resolve("chain.pem").toFile(),
                        identity.resolve("key.pem").toFile())
                    .trustManager(identity.resolve("root.pem").toFile())
                    .build())
            .build();
    Ids ids = Ids.of(Clock.system(), new SplittableRandom());
    this.epoch = ids.uuid();
    this.journal = ids.uuid();
  }

  /** Sends one event; how the relay ended the call. */
  public Status send(Event event) {
    return publish(event.toByteString());
  }

  /** Sends a record of so many bytes that mean nothing; how the relay ended the call. */
  public Status sendNonsense(int bytes) {
    return publish(ByteString.copyFrom(new byte[bytes]));
  }

  private Status publish(ByteString record) {
    try {
      long session = open();
      CompletableFuture<Status> end = new CompletableFuture<>();
      StreamObserver<PublishRequest> up =
          UplinkServiceGrpc.newStub(channel).publish(new Ending(end));
      up.onNext(
          PublishRequest.newBuilder()
              .setStart(PublishStart.newBuilder().setSession(session).setStream(EVENTS))
              .build());
      up.onNext(PublishRequest.newBuilder().setBatch(batch(record)).build());
      return end.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    } catch (ExecutionException | TimeoutException e) {
      return Status.DEADLINE_EXCEEDED
          .withDescription("the relay did not end the call")
          .withCause(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Status.CANCELLED;
    }
  }

  private long open() {
    OpenSessionRequest request =
        OpenSessionRequest.newBuilder()
            .setEpoch(epoch)
            .setVersion("rogue")
            .setJournal(journal)
            .addStreams(stream(EVENTS, 1))
            .addStreams(stream("telemetry", 0))
            .build();
    return UplinkServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .openSession(request)
        .getSession();
  }

  private StreamState stream(String name, long last) {
    return StreamState.newBuilder()
        .setStream(name)
        .addEpochs(
            EpochRange.newBuilder().setEpoch(epoch).setFirstSequence(1).setLastSequence(last))
        .build();
  }

  private Batch batch(ByteString record) {
    ByteString block = RecordBlock.newBuilder().addRecords(record).build().toByteString();
    return Batch.newBuilder()
        .setEpoch(epoch)
        .setFirstSequence(1)
        .setLastSequence(1)
        .setBlock(block)
        .setCompression(Compression.COMPRESSION_NONE)
        .setRawSize(block.size())
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** Waits for the end of the call. */
  private record Ending(CompletableFuture<Status> end) implements StreamObserver<PublishResponse> {
    @Override
    public void onNext(PublishResponse response) {
      // acknowledgements are of no interest: the end is
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
