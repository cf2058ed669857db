package io.millrace.relay.api;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.BindableService;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.access.AccessTokens;
import io.millrace.relay.fleet.ServerIdentity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The API port: TLS always, on loopback too. It serves enrolment, and to those who bear a token the
 * JSON API and the page; a request above the limit or no request at all is refused and counted,
 * others go on.
 */
public final class ApiListener implements AutoCloseable {
  /** Bytes of one request. */
  public static final int REQUEST_BYTES_MAX = 64 << 10;

  /** Connections at once. */
  public static final int CONNECTIONS_MAX = 256;

  /** Requests handled at once; more wait. */
  public static final int HANDLERS_MAX = 4;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ApiCounts counts;
  private final BlockingTaskExecutor handlers =
      BlockingTaskExecutor.builder().numThreads(HANDLERS_MAX).threadNamePrefix("api").build();
  private final Server server;

  /** Listens at once; port 0 takes a free one. CONFIG_INVALID when it cannot be bound. */
  public ApiListener(
      InetSocketAddress address,
      ServerIdentity identity,
      BindableService enrolment,
      AccessTokens tokens,
      Web web) {
    this.counts = web.counts();
    ServerBuilder builder =
        Server.builder()
            .port(address, SessionProtocol.HTTPS)
            .tls(TlsKeyPair.of(identity.key(), identity.chain()))
            .maxRequestLength(REQUEST_BYTES_MAX)
            .maxNumConnections(CONNECTIONS_MAX)
            .requestTimeout(REQUEST_TIMEOUT)
            .idleTimeout(IDLE)
            .blockingTaskExecutor(handlers, true)
            .gracefulShutdownTimeout(QUIET, PATIENCE)
            .childChannelPipelineCustomizer(line -> line.addFirst(new FirstBytes(counts)))
            .accessLogWriter(counts::refusals, true)
            .service(
                GrpcService.builder()
                    .addService(enrolment)
                    .maxRequestMessageLength(REQUEST_BYTES_MAX)
                    .useBlockingTaskExecutor(true)
                    .build());
    web.services().addTo(builder, delegate -> new TokenGate(delegate, tokens));
    this.server = builder.build();
    start(address);
  }

  /** The port it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  private void start(InetSocketAddress address) {
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, "api: cannot listen on " + address + ": " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
