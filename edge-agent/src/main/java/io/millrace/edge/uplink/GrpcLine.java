package io.millrace.edge.uplink;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.edge.identity.Identity;
import io.millrace.edge.journal.StreamName;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.PublishStart;
import io.millrace.v1.UplinkServiceGrpc;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection over gRPC and mutual TLS. Every connection has a TLS context and a channel of its
 * own: TLS 1.3 resumption would go on showing an old certificate. The worker's thread calls;
 * Netty's one thread only hands on events.
 */
final class GrpcLine implements Line, AutoCloseable {
  /** Bytes of one message of the relay. */
  private static final int ANSWER_BYTES_MAX = 64 << 10;

  private static final Duration KEEPALIVE = Duration.ofSeconds(30);
  private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(10);

  private final Supplier<@Nullable Identity> identity;
  private final Consumer<LineEvent> events;
  private final Runnable wake;
  private final Clock clock;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<StreamName, ClientCallStreamObserver<PublishRequest>> calls =
      new EnumMap<>(StreamName.class);
  private int connection;
  private @Nullable ManagedChannel channel;

  GrpcLine(
      Supplier<@Nullable Identity> identity,
      Consumer<LineEvent> events,
      Runnable wake,
      Clock clock) {
    this.clock = clock;
    this.identity = identity;
    this.events = events;
    this.wake = wake;
  }

  @Override
  public void open(int number, String address, OpenSessionRequest request) {
    hangUp();
    connection = number;
    Identity present = identity.get();
    if (present == null) {
      events.accept(
          new LineEvent.Ended(number, new Failure(ErrorCode.NOT_ENROLLED, "no certificate")));
      return;
    }
    try {
      ManagedChannel opened = channel(address, present);
      channel = opened;
      OpenAnswer answer = new OpenAnswer(number);
      CallOptions options =
          CallOptions.DEFAULT
              .withDeadlineAfter(Dialogue.OPEN_WAIT.toMillis(), TimeUnit.MILLISECONDS)
              .withStreamTracerFactory(answer.new Sending());
      ClientCalls.asyncUnaryCall(
          opened.newCall(UplinkServiceGrpc.getOpenSessionMethod(), options), request, answer);
    } catch (SSLException e) {
      events.accept(
          new LineEvent.Ended(number, new Failure(ErrorCode.CERTIFICATE_INVALID, e.toString())));
    }
  }

  @Override
  public void start(StreamName stream, long session) {
    ManagedChannel opened = channel;
    if (opened == null) {
      return;
    }
    UplinkServiceGrpc.newStub(opened).publish(new Answers(connection, stream));
    send(
        stream,
        PublishRequest.newBuilder()
            .setStart(PublishStart.newBuilder().setSession(session).setStream(stream.text()))
            .build());
  }

  @Override
  public boolean isReady(StreamName stream) {
    ClientCallStreamObserver<PublishRequest> call = calls.get(stream);
    return call != null && call.isReady();
  }

  /** On a call that has ended it has no effect; the end was told. */
  @Override
  public void send(StreamName stream, PublishRequest request) {
    ClientCallStreamObserver<PublishRequest> call = calls.get(stream);
    if (call != null) {
      call.onNext(request);
    }
  }

  @Override
  public void hangUp() {
    calls.clear();
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
  }

  @Override
  public void close() {
    hangUp();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(done -> {});
  }

  private ManagedChannel channel(String address, Identity present) throws SSLException {
    SslContextBuilder tls =
        SslContextBuilder.forClient()
            .keyManager(present.key(), present.chain())
            .trustManager(present.root());
    SslContext context = GrpcSslContexts.configure(tls, SslProvider.JDK).build();
    Executor direct = Runnable::run;
    return NettyChannelBuilder.forTarget("dns:///" + address)
        .sslContext(context)
        .eventLoopGroup(loop)
        .channelType(NioSocketChannel.class)
        .executor(direct)
        .disableRetry()
        .maxInboundMessageSize(ANSWER_BYTES_MAX)
        .keepAliveTime(KEEPALIVE.toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(KEEPALIVE_ANSWER.toNanos(), TimeUnit.NANOSECONDS)
        .build();
  }

  /** The relay says why in the description; what the transport says stands in the causes. */
  private static Failure failure(Throwable reason) {
    Status status = Status.fromThrowable(reason);
    StringBuilder text = new StringBuilder(String.valueOf(status.getDescription()));
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return new Failure(
            ErrorCode.CERTIFICATE_INVALID,
            "the root of our enrolment did not sign the relay's certificate: "
                + cause.getMessage());
      }
      text.append(": ").append(cause.getMessage());
    }
    ErrorCode other =
        switch (status.getCode()) {
          case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, UNKNOWN, INTERNAL ->
              ErrorCode.UPLINK_UNREACHABLE;
          default -> ErrorCode.UPLINK_REFUSED;
        };
    return Failure.parse(text.toString(), other);
  }

  /** What comes for the request of a session. */
  private final class OpenAnswer implements StreamObserver<OpenSessionResponse> {
    private final int number;
    private volatile long sentNanos = clock.nanos();

    OpenAnswer(int number) {
      this.number = number;
    }

    @Override
    public void onNext(OpenSessionResponse response) {
      Duration trip = Duration.ofNanos(clock.nanos() - sentNanos);
      events.accept(new LineEvent.Opened(number, response, clock.now(), trip));
    }

    @Override
    public void onError(Throwable reason) {
      events.accept(new LineEvent.Ended(number, failure(reason)));
    }

    @Override
    public void onCompleted() {}

    /** Notes when the request leaves: once name, connection and TLS are there, not before. */
    private final class Sending extends ClientStreamTracer.Factory {
      @Override
      public ClientStreamTracer newClientStreamTracer(
          ClientStreamTracer.StreamInfo stream, Metadata headers) {
        return new ClientStreamTracer() {
          @Override
          public void outboundHeaders() {
            sentNanos = clock.nanos();
          }
        };
      }
    }
  }

  /** What comes on a stream's call. */
  private final class Answers implements ClientResponseObserver<PublishRequest, PublishResponse> {
    private final int number;
    private final StreamName stream;

    Answers(int number, StreamName stream) {
      this.number = number;
      this.stream = stream;
    }

    /** On the worker's thread, before the call begins. */
    @Override
    public void beforeStart(ClientCallStreamObserver<PublishRequest> call) {
      call.setOnReadyHandler(wake);
      calls.put(stream, call);
    }

    @Override
    public void onNext(PublishResponse message) {
      events.accept(new LineEvent.Incoming(number, stream, message));
    }

    @Override
    public void onError(Throwable reason) {
      events.accept(new LineEvent.Ended(number, failure(reason)));
    }

    @Override
    public void onCompleted() {
      events.accept(
          new LineEvent.Ended(
              number, new Failure(ErrorCode.UPLINK_UNREACHABLE, "the relay ended the stream")));
    }
  }
}
