package io.millrace.relay.api;

import static io.grpc.Status.Code.RESOURCE_EXHAUSTED;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.BindableService;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.fleet.ServerIdentity;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API port: TLS always, on loopback too. It serves enrolment; a request above the limit or no
 * request at all is refused and counted, others go on.
 */
public final class ApiListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiListener.class);

  /** Bytes of one request. */
  public static final int REQUEST_BYTES_MAX = 64 << 10;

  /** Connections at once. */
  public static final int CONNECTIONS_MAX = 256;

  /** Requests handled at once; more wait. */
  public static final int HANDLERS_MAX = 4;

  private static final String GRPC_STATUS = "grpc-status";
  private static final String GRPC_OK = "0";
  private static final String GRPC_EXHAUSTED = Integer.toString(RESOURCE_EXHAUSTED.value());
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ApiCounts counts = new ApiCounts();
  private final BlockingTaskExecutor handlers =
      BlockingTaskExecutor.builder().numThreads(HANDLERS_MAX).threadNamePrefix("api").build();
  private final Server server;

  /** Listens at once; port 0 takes a free one. CONFIG_INVALID when it cannot be bound. */
  public ApiListener(InetSocketAddress address, ServerIdentity identity, BindableService service) {
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
            .accessLogWriter(this::count, true)
            .service(
                GrpcService.builder()
                    .addService(service)
                    .maxRequestMessageLength(REQUEST_BYTES_MAX)
                    .useBlockingTaskExecutor(true)
                    .build());
    this.server = builder.build();
    start(address);
  }

  /** The port it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /** What was refused since the start, by name. */
  public Map<String, Long> counts() {
    return counts.snapshot();
  }

  private void start(InetSocketAddress address) {
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, "api: cannot listen on " + address + ": " + e.getCause(), e);
    }
  }

  private void count(RequestLog log) {
    boolean answered =
        Stream.of(log.responseHeaders(), log.responseTrailers())
            .map(headers -> headers.get(GRPC_STATUS, GRPC_OK))
            .allMatch(GRPC_OK::equals);
    if (!answered || log.responseStatus().code() >= HttpStatus.BAD_REQUEST.code()) {
      counts.add(ApiCounts.REFUSED);
      if (isOversized(log)) {
        sayOversized(log, counts.add(ApiCounts.OVERSIZED));
      }
    }
  }

  private static boolean isOversized(RequestLog log) {
    return log.requestCause() instanceof ContentTooLargeException
        || log.responseCause() instanceof ContentTooLargeException
        || log.responseStatus().equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
        || Stream.of(log.responseHeaders(), log.responseTrailers())
            .anyMatch(headers -> GRPC_EXHAUSTED.equals(headers.get(GRPC_STATUS)));
  }

  /** At the 1st, 2nd, 4th, 8th ... of them. */
  private static void sayOversized(RequestLog log, long times) {
    if (Long.bitCount(times) == 1) {
      LOG.atWarn()
          .addKeyValue("code", ErrorCode.FRAME_INVALID)
          .addKeyValue("from", log.context().remoteAddress())
          .addKeyValue("times", times)
          .log("request to the API port is too large, refused");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
