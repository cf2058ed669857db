package io.millrace.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.millrace.base.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A business system that only answers, and keeps when each confirmation came and how many pieces it
 * said; both stand in the path, {@code /order/pieces/reference}. Any thread; its requests run on
 * {@value #THREADS} threads of its own.
 */
final class Arrivals implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int CREATED = 201;
  private static final Pattern CONFIRMATION = Pattern.compile("/(\\d+)/(\\d+)/(\\w+)");

  private final Clock clock;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicLong pieces = new AtomicLong();
  private final AtomicLong numbers = new AtomicLong();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  /** Listens on a free port of loopback. */
  Arrivals(Clock clock) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    this.clock = clock;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Pieces of all requests so far, repeated ones included. */
  long pieces() {
    return pieces.get();
  }

  /** First requests of every reference, in the order in which they came. */
  List<Arrival> first() {
    Set<String> seen = new HashSet<>();
    List<Arrival> first = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (seen.add(arrival.reference())) {
        first.add(arrival);
      }
    }
    return first;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      long now = clock.nanos();
      Matcher said = CONFIRMATION.matcher(exchange.getRequestURI().getPath());
      if (said.matches()) {
        long good = Long.parseLong(said.group(2));
        arrivals.add(new Arrival(now, Integer.parseInt(said.group(1)), said.group(3), good));
        pieces.addAndGet(good);
      }
      byte[] answer =
          "{\"number\":\"%d\",\"items\":[]}"
              .formatted(numbers.incrementAndGet())
              .getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(CREATED, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A confirmation of an order, by its number. */
  record Arrival(long nanos, int order, String reference, long pieces) {}
}
