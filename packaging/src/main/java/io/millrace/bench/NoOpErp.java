package io.millrace.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A business system that does nothing but answer, in a process of its own: says its port in a line
 * on the standard output and ends with its standard input.
 */
public final class NoOpErp {
  private static final int THREADS = 4;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private NoOpErp() {}

  /** Serves until the standard input ends. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/", NoOpErp::answer);
    server.start();
    OutputStream out = System.out;
    out.write((server.getAddress().getPort() + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
    while (System.in.read() >= 0) {
      // until whoever started it is gone
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body =
          "{\"number\":\"%d\"}"
              .formatted(NUMBERS.incrementAndGet())
              .getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(201, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
