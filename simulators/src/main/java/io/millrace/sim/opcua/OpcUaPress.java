package io.millrace.sim.opcua;

import io.millrace.base.time.Clock;
import io.millrace.sim.plant.PressReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A press's OPC UA server that can be taken away and put back while the press goes on. Its methods
 * are called by one thread at a time and block until the server is as told.
 */
public final class OpcUaPress implements AutoCloseable {
  private final String press;
  private final int port;
  private final ServerIdentity identity;
  private final Supplier<PressReading> reading;
  private final Clock clock;
  private OpcUaFault fault = OpcUaFault.NONE;
  private @Nullable Serving serving;

  private OpcUaPress(OpcUaSettings settings, Supplier<PressReading> reading, Clock clock) {
    this.press = settings.press();
    this.port = settings.port() == 0 ? freePort() : settings.port();
    this.identity = ServerIdentity.of(settings.identity());
    this.reading = reading;
    this.clock = clock;
    this.serving = serve();
  }

  /**
   * Listens on loopback. The reading is asked for on Milo's threads. Throws when the port is taken.
   */
  public static OpcUaPress start(
      OpcUaSettings settings, Supplier<PressReading> reading, Clock clock) {
    return new OpcUaPress(settings, reading, clock);
  }

  /** Name of the press. */
  public String press() {
    return press;
  }

  public String endpoint() {
    return "opc.tcp://127.0.0.1:" + port + "/" + press;
  }

  public OpcUaFault fault() {
    return fault;
  }

  /** Misbehaves like that from now on; a drop is done once. Gives how it is afterwards. */
  public OpcUaFault misbehave(OpcUaFault next) {
    Serving now = serving;
    if (next == OpcUaFault.DOWN) {
      close();
    } else if (now == null) {
      serving = serve();
    } else if (next == OpcUaFault.DROP) {
      now.drop();
    }
    fault = next == OpcUaFault.DROP ? OpcUaFault.NONE : next;
    return fault;
  }

  /** Goes away at once, without a word to its clients. */
  @Override
  public void close() {
    if (serving != null) {
      serving.close();
      serving = null;
    }
  }

  private Serving serve() {
    return new Serving(press, port, identity, reading, clock::now);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
