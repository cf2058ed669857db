package io.millrace.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.time.Clock;
import io.millrace.sim.opcua.OpcUaPress;
import io.millrace.sim.opcua.OpcUaSettings;
import io.millrace.sim.plant.PressReading;
import io.millrace.sim.plant.PressState;
import io.millrace.sim.plant.ProcessValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The OPC UA server of press-1 as a process of its own that can be killed, while the plant whose
 * values it shows goes on in the test. One thread.
 */
final class ServerProcess implements AutoCloseable {
  private final int control;
  private final int port;
  private @Nullable Process process;

  /** {@code control} is the port at which the plant is asked for what the press shows. */
  ServerProcess(int control) throws IOException {
    this.control = control;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port + "/press-1";
  }

  /** Returns once it listens. */
  void start() {
    try {
      Process started =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-XX:TieredStopAtLevel=1",
                      "-Xmx128m",
                      "-cp",
                      System.getProperty("java.class.path"),
                      ServerProcess.class.getName(),
                      Integer.toString(control),
                      Integer.toString(port)))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process = started;
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
      String ready = "READY " + endpoint();
      for (String line = out.readLine(); !ready.equals(line); line = out.readLine()) {
        if (line == null) {
          throw new AssertionError("the server ended with " + started.exitValue());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As by kill -9. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** The process: ends when the test does. */
  public static void main(String[] arguments) throws IOException {
    URI plant = URI.create("http://127.0.0.1:" + arguments[0] + "/press-1/reading");
    HttpClient http = HttpClient.newHttpClient();
    OpcUaSettings settings = new OpcUaSettings("press-1", Integer.parseInt(arguments[1]), null);
    try (OpcUaPress press = OpcUaPress.start(settings, () -> read(http, plant), Clock.system())) {
      System.out.println("READY " + press.endpoint());
      while (System.in.read() >= 0) {
        // nothing is said; the end of the input is the end of the test
      }
    }
  }

  private static PressReading read(HttpClient http, URI plant) {
    try {
      HttpRequest request = HttpRequest.newBuilder(plant).timeout(Duration.ofSeconds(2)).build();
      JsonNode now =
          new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
      return new PressReading(
          now.path("good").asLong(),
          now.path("scrap").asLong(),
          PressState.valueOf(now.path("state").asText()),
          now.path("resetMarker").asInt(),
          Duration.ZERO,
          now.path("order").asText(),
          0,
          "",
          0,
          new ProcessValues(0, Duration.ZERO));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
