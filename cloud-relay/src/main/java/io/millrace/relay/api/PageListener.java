package io.millrace.relay.api;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The page's own port: plain HTTP for people at this computer, without a token. Never on an address
 * that others reach.
 */
public final class PageListener implements AutoCloseable {
  /** Connections at once. */
  public static final int CONNECTIONS_MAX = 256;

  /** Requests handled at once; more wait. */
  public static final int HANDLERS_MAX = 4;

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final Duration QUIET = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Server server;

  /** Listens at once; port 0 takes a free one. CONFIG_INVALID when it cannot be bound. */
  public PageListener(InetSocketAddress address, Web web) {
    if (!address.getAddress().isLoopbackAddress()) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, "page: " + address + " is not this computer");
    }
    ServerBuilder builder =
        Server.builder()
            .port(address, SessionProtocol.HTTP)
            .maxRequestLength(ApiListener.REQUEST_BYTES_MAX)
            .maxNumConnections(CONNECTIONS_MAX)
            .requestTimeout(REQUEST_TIMEOUT)
            .idleTimeout(IDLE)
            .blockingTaskExecutor(
                BlockingTaskExecutor.builder()
                    .numThreads(HANDLERS_MAX)
                    .threadNamePrefix("page")
                    .build(),
                true)
            .gracefulShutdownTimeout(QUIET, PATIENCE)
            .accessLogWriter(web.counts()::refusals, true);
    web.services().addTo(builder, delegate -> delegate);
    builder.decorator(LoopbackGate::new);
    this.server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, "page: cannot listen on " + address + ": " + e.getCause(), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
