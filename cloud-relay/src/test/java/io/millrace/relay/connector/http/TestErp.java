package io.millrace.relay.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.relay.connector.FakeTarget.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A small business system over HTTP that does what the next request is to meet. */
public final class TestErp implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int THREADS = 8;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private final List<String> references = new CopyOnWriteArrayList<>();
  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String token = "t0";

  /** Listens on a free port of loopback. */
  public TestErp() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void next(Fault fault) {
    next.set(fault);
  }

  /** Requests that were to change something. */
  public int arrivals() {
    return paths.size();
  }

  public List<String> paths() {
    return paths;
  }

  public List<String> bodies() {
    return bodies;
  }

  /** Tokens given. */
  public int tokens() {
    return tokens.get();
  }

  /** Refuses the token that is in use. */
  public void expireToken() {
    token = "none";
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (path.equals("/oauth/token")) {
        token = "t" + tokens.incrementAndGet();
        answer(exchange, 200, "{\"access_token\":\"%s\",\"expires_in\":3600}".formatted(token));
      } else if (!("Bearer " + token)
          .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        answer(exchange, 401, "{\"error\":{\"code\":\"TOKEN_EXPIRED\"}}");
      } else if (exchange.getRequestMethod().equals("GET")) {
        search(exchange);
      } else {
        change(exchange, exchange.getRequestURI().getRawPath(), body);
      }
    }
  }

  private void search(HttpExchange exchange) throws IOException {
    String wanted = exchange.getRequestURI().getQuery().replaceAll(".*reference=", "");
    if (wanted.equals("HUGE")) {
      answer(exchange, 200, "[" + "1,".repeat(Bounded.BYTES_MAX) + "1]");
      return;
    }
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < references.size(); i++) {
      if (references.get(i).equals(wanted)) {
        items.append(items.isEmpty() ? "" : ",").append("{\"number\":\"CNF-%d\"}".formatted(i));
      }
    }
    answer(exchange, 200, "{\"items\":[" + items + "]}");
  }

  private void change(HttpExchange exchange, String path, byte[] body) throws IOException {
    paths.add(path);
    bodies.add(new String(body, StandardCharsets.UTF_8));
    switch (next.getAndSet(Fault.NONE)) {
      case RATE -> {
        exchange.getResponseHeaders().add("Retry-After", "1");
        answer(exchange, 429, "{}");
      }
      case DOWN -> answer(exchange, 503, "{\"error\":{\"message\":\"maintenance\"}}");
      case LOCKED -> answer(exchange, 423, "{\"error\":{\"code\":\"LOCKED\"}}");
      case DATA -> answer(exchange, 400, "{\"error\":{\"message\":\"bad unit\"}}");
      case DROP_BEFORE_COMMIT -> {}
      case DROP_AFTER_COMMIT -> commit(path, body);
      default -> answer(exchange, 201, "{\"number\":\"%s\"}".formatted(commit(path, body)));
    }
  }

  private String commit(String path, byte[] body) throws IOException {
    if (path.endsWith("/reversal")) {
      return "REV-" + path.split("/", -1)[2];
    }
    JsonNode sent = JSON.readTree(body);
    references.add(sent.path("reference").asText());
    return "CNF-" + (references.size() - 1);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
