package io.millrace.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A business system that does nothing but answer, in a process of its own: tells its port to the
 * port of loopback that it is given, and ends with that connection.
 */
public final class NoOpErp {
  private static final int THREADS = 4;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private NoOpErp() {}

  /** Serves until whoever started it is gone. */
  public static void main(String[] arguments) throws IOException {
    // else it closes kept connections of earlier rounds just when they are used again
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    InetAddress loopback = InetAddress.getLoopbackAddress();
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/", NoOpErp::answer);
    server.start();
    try (Socket parent = new Socket(loopback, Integer.parseInt(arguments[0]))) {
      String told = server.getAddress().getPort() + "\n";
      parent.getOutputStream().write(told.getBytes(StandardCharsets.US_ASCII));
      while (parent.getInputStream().read() >= 0) {
        // nothing is ever said
      }
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      byte[] body =
          "{\"number\":\"%d\",\"items\":[]}"
              .formatted(NUMBERS.incrementAndGet())
              .getBytes(StandardCharsets.US_ASCII);
      exchange.sendResponseHeaders(201, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
