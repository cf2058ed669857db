package io.millrace.relay.ingest.listener;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.fleet.AgentTrust;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.fleet.ServerIdentity;
import io.millrace.relay.ingest.BatchReader;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.RefusalLog;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLException;

/**
 * The port of the agents: mutual TLS or no conversation. A message above the limit, or anything
 * that is no HTTP/2, closes its call or connection and is counted; others go on.
 */
public final class AgentListener implements AutoCloseable {
  /** Bytes of one message. */
  static final int MESSAGE_BYTES_MAX = BatchReader.RAW_BYTES_MAX + (64 << 10);

  /** Calls at once on one connection. */
  static final int CALLS_MAX = 8;

  /** Threads that check batches. */
  static final int HANDLERS_MAX = 4;

  /** Event loops of all connections together. */
  private static final int LOOPS_MAX = 2;

  private static final Duration KEEPALIVE = Duration.ofSeconds(30);
  private static final Duration KEEPALIVE_ANSWER = Duration.ofSeconds(10);
  private static final Duration KEEPALIVE_PERMITTED = Duration.ofSeconds(5);
  private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(5);
  private static final Duration DRAIN_RETURN = Duration.ofSeconds(1);
  private static final Duration DRAIN_GLANCE = Duration.ofMillis(20);

  private final Ingest ingest;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(LOOPS_MAX, NioIoHandler.newFactory());
  private final ExecutorService handlers = Executors.newFixedThreadPool(HANDLERS_MAX);
  private final Server server;

  /**
   * Listens at once; port 0 takes a free one. CONFIG_INVALID when it cannot be bound,
   * CERTIFICATE_INVALID when the identity cannot be used.
   */
  public AgentListener(
      InetSocketAddress address,
      ServerIdentity identity,
      AgentTrust trust,
      Fleet fleet,
      RefusalLog refusals,
      Ingest ingest) {
    this.ingest = ingest;
    ListenerFaults faults = new ListenerFaults(refusals);
    this.server =
        NettyServerBuilder.forAddress(address)
            .channelFactory(() -> new AgentSockets(refusals, faults))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .executor(handlers)
            .sslContext(tls(identity, trust))
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .maxConcurrentCallsPerConnection(CALLS_MAX)
            .keepAliveTime(KEEPALIVE.toNanos(), TimeUnit.NANOSECONDS)
            .keepAliveTimeout(KEEPALIVE_ANSWER.toNanos(), TimeUnit.NANOSECONDS)
            .permitKeepAliveTime(KEEPALIVE_PERMITTED.toNanos(), TimeUnit.NANOSECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addTransportFilter(faults.transports())
            .addStreamTracerFactory(faults.calls())
            .addService(
                ServerInterceptors.intercept(
                    new UplinkEndpoint(ingest, refusals), new PeerCheck(fleet, refusals)))
            .build();
    start(address);
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Lets agents hear what was committed, for at most five seconds, then closes. */
  @Override
  public void close() {
    long patience = DRAIN_PATIENCE.dividedBy(DRAIN_GLANCE);
    for (long i = 0; i < patience && !ingest.drain(DRAIN_RETURN); i++) {
      LockSupport.parkNanos(DRAIN_GLANCE.toNanos());
    }
    stop();
  }

  private void start(InetSocketAddress address) {
    try {
      server.start();
    } catch (IOException e) {
      stop();
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          "agents: cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e),
          e);
    }
  }

  private void stop() {
    server.shutdownNow();
    handlers.shutdown();
    loops
        .shutdownGracefully(0, DRAIN_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .addListener(done -> {});
  }

  private static SslContext tls(ServerIdentity identity, AgentTrust trust) {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  identity.key(), identity.chain().toArray(X509Certificate[]::new))
              .trustManager(trust)
              .clientAuth(ClientAuth.REQUIRE);
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "server certificate: " + e, e);
    }
  }
}
