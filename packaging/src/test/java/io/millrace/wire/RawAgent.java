package io.millrace.wire;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.edge.identity.Identity;
import io.millrace.v1.AgentReport;
import io.millrace.v1.Batch;
import io.millrace.v1.Compression;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.DeclaredHole;
import io.millrace.v1.EpochRange;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.PublishStart;
import io.millrace.v1.RecordBlock;
import io.millrace.v1.SourceStatus;
import io.millrace.v1.StreamState;
import io.millrace.v1.UplinkServiceGrpc;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Speaks the protocol word by word, so that it can be spoken wrongly. */
final class RawAgent implements AutoCloseable {
  static final String EPOCH = "epoch-1";

  final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
  private final ManagedChannel channel;

  RawAgent(Identity identity, RelayRig relay) throws SSLException {
    this.channel =
        NettyChannelBuilder.forTarget("dns:///" + relay.address())
            .sslContext(
                GrpcSslContexts.forClient()
                    .keyManager(identity.key(), identity.chain())
                    .trustManager(identity.root())
                    .build())
            .build();
  }

  OpenSessionResponse open(long durable) {
    return open(EPOCH, "", 0, 1, durable);
  }

  static OpenSessionRequest request(String epoch, long last) {
    return request(epoch, "", 0, 1, last);
  }

  OpenSessionResponse open(
      String epoch, String predecessor, long predecessorLast, long first, long last) {
    return UplinkServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .openSession(request(epoch, predecessor, predecessorLast, first, last));
  }

  /** Of the newest of those runs, telling of all of them. */
  OpenSessionResponse open(EpochRange... runs) {
    return UplinkServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .openSession(request(runs));
  }

  static EpochRange run(
      String epoch, String predecessor, long predecessorLast, long first, long last) {
    return EpochRange.newBuilder()
        .setEpoch(epoch)
        .setPredecessor(predecessor)
        .setPredecessorLast(predecessorLast)
        .setFirstSequence(first)
        .setLastSequence(last)
        .build();
  }

  private static OpenSessionRequest request(
      String epoch, String predecessor, long predecessorLast, long first, long last) {
    return request(run(epoch, predecessor, predecessorLast, first, last));
  }

  private static OpenSessionRequest request(EpochRange... runs) {
    return OpenSessionRequest.newBuilder()
        .setEpoch(runs[runs.length - 1].getEpoch())
        .setJournal("j")
        .addStreams(StreamState.newBuilder().setStream("events").addAllEpochs(List.of(runs)))
        .build();
  }

  /** A call; what comes down goes to the answers, the last one is the Throwable that ended it. */
  StreamObserver<PublishRequest> publish(long session) {
    StreamObserver<PublishRequest> call =
        UplinkServiceGrpc.newStub(channel)
            .publish(
                new StreamObserver<>() {
                  @Override
                  public void onNext(PublishResponse response) {
                    answers.add(response);
                  }

                  @Override
                  public void onError(Throwable reason) {
                    answers.add(reason);
                  }

                  @Override
                  public void onCompleted() {
                    answers.add("completed");
                  }
                });
    call.onNext(
        PublishRequest.newBuilder()
            .setStart(PublishStart.newBuilder().setSession(session).setStream("events"))
            .build());
    return call;
  }

  /** The next answer as text: ack N, or the status that ended the call. */
  String answer() throws InterruptedException {
    Object answer = answers.poll(20, TimeUnit.SECONDS);
    return answer instanceof PublishResponse response
        ? "ack " + response.getAcknowledgement().getCommittedSequence()
        : String.valueOf(answer);
  }

  /** One source in that state, one counter whose register shows that. */
  static PublishRequest report(String state, String register) {
    return PublishRequest.newBuilder()
        .setReport(
            AgentReport.newBuilder()
                .addSources(SourceStatus.newBuilder().setName("press-1").setState(state))
                .addCounters(CounterStatus.newBuilder().setCounter("good").setRegister(register)))
        .build();
  }

  /** Counts first to last, each of them a record. */
  static Batch.Builder batch(long first, long last) {
    RecordBlock.Builder block = RecordBlock.newBuilder();
    for (long n = first; n <= last; n++) {
      block.addRecords(Events.count(RelayRig.PLANT, n).toByteString());
    }
    ByteString raw = block.build().toByteString();
    return Batch.newBuilder()
        .setEpoch(EPOCH)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setCompression(Compression.COMPRESSION_NONE)
        .setRawSize(raw.size())
        .setBlock(raw);
  }

  /** Nothing but a hole. */
  static Batch.Builder hole(long first, long last) {
    return Batch.newBuilder()
        .setEpoch(EPOCH)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setCompression(Compression.COMPRESSION_NONE)
        .addHoles(
            DeclaredHole.newBuilder()
                .setFirstSequence(first)
                .setLastSequence(last)
                .setReason("JOURNAL_DAMAGED"));
  }

  /** A batch whose block unpacks to more bytes than it says. */
  static Batch.Builder bomb(int bytes, int told) {
    return batch(1, 1)
        .setCompression(Compression.COMPRESSION_ZSTD)
        .setRawSize(told)
        .setBlock(ByteString.copyFrom(Zstd.compress(new byte[bytes])));
  }

  static PublishRequest of(Batch.Builder batch) {
    return PublishRequest.newBuilder().setBatch(batch).build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
