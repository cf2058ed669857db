package io.millrace.sim.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.base.time.Clock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** An HTTP server on loopback whose handlers all run on one executor. */
public final class JsonServer implements AutoCloseable {
  /** More connections are closed at once. */
  public static final int CONNECTIONS_MAX = 512;

  /** A longer body is refused. */
  public static final int BODY_BYTES_MAX = 1 << 20;

  /** An answer may be held back so long. */
  public static final Duration HELD_MAX = Duration.ofMinutes(1);

  private static final long CLOSE_MS = 300;

  private final Server server;

  private JsonServer(Server server) {
    this.server = server;
  }

  /** Begins the list of what is served. The executor runs one task at a time. */
  public static Builder on(Clock clock, Executor owner) {
    return new Builder(clock, owner);
  }

  public int port() {
    return server.activeLocalPort();
  }

  /** Closes port and connections; the library's threads rest a while before they end. */
  @Override
  public void close() {
    CompletableFuture<Void> closed = CompletableFuture.allOf(server.stop());
    closed.completeOnTimeout(null, CLOSE_MS, TimeUnit.MILLISECONDS).join();
  }

  /** Routes, then a port. */
  public static final class Builder {
    private final Clock clock;
    private final Executor owner;
    private final ServerBuilder server = Server.builder();

    private Builder(Clock clock, Executor owner) {
      this.clock = clock;
      this.owner = owner;
    }

    /** Serves GET on a path such as {@code /orders/{order}}. */
    public Builder get(String path, Handler handler) {
      return route(HttpMethod.GET, path, handler);
    }

    /** Serves POST. */
    public Builder post(String path, Handler handler) {
      return route(HttpMethod.POST, path, handler);
    }

    /** Serves PUT. */
    public Builder put(String path, Handler handler) {
      return route(HttpMethod.PUT, path, handler);
    }

    /**
     * Listens on loopback; 0 chooses a free port. Throws when the port is taken. Nobody reads its
     * meters, and they are nowhere that another server's are.
     */
    public JsonServer start(int port) {
      Server built =
          server
              .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .maxNumConnections(CONNECTIONS_MAX)
              .maxRequestLength(BODY_BYTES_MAX)
              .requestTimeout(HELD_MAX)
              .gracefulShutdownTimeout(Duration.ZERO, Duration.ZERO)
              .meterRegistry(new CompositeMeterRegistry())
              .build();
      built.start().join();
      return new JsonServer(built);
    }

    private Builder route(HttpMethod method, String path, Handler handler) {
      server
          .route()
          .methods(method)
          .path(path)
          .build((context, request) -> serve(context, request, handler));
      return this;
    }

    private HttpResponse serve(
        ServiceRequestContext context, HttpRequest request, Handler handler) {
      Instant receivedAt = clock.now();
      return HttpResponse.of(
          request
              .aggregate()
              .thenApplyAsync(
                  whole -> answer(new Call(context, whole, receivedAt), handler), owner));
    }

    private static HttpResponse answer(Call call, Handler handler) {
      try {
        return handler.answer(call);
      } catch (IllegalArgumentException e) {
        return Json.error(HttpStatus.BAD_REQUEST, "INVALID", String.valueOf(e.getMessage()));
      } catch (IllegalStateException e) {
        return Json.error(HttpStatus.CONFLICT, "CONFLICT", String.valueOf(e.getMessage()));
      }
    }
  }
}
