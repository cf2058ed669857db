package io.millrace.sim.plc;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpResponse;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import io.millrace.sim.http.JsonServer;
import io.millrace.sim.opcua.OpcUaFault;
import io.millrace.sim.opcua.OpcUaPress;
import io.millrace.sim.opcua.OpcUaSettings;
import io.millrace.sim.plant.Plant;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plant.Press;
import io.millrace.sim.plant.PressReading;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running plant: one Modbus TCP port per press, and HTTP to steer it and to ask for the truth.
 */
public final class PlantServer implements AutoCloseable {
  /** The model is never further behind the clock than this, asked or not. */
  private static final long TICK_MS = 500;

  private static final long READING_MS = 2_000;
  private static final long QUIET_MS = 0;
  private static final long END_MS = 1_000;

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Plant plant;
  private final List<PressServer> servers = new ArrayList<>();
  private final @Nullable OpcUaPress opcua;
  private final JsonServer control;
  private CompletableFuture<OpcUaFault> opcuaFault =
      CompletableFuture.completedFuture(OpcUaFault.NONE);

  private PlantServer(
      EventLoopGroup group,
      PlantSettings settings,
      int firstPort,
      int controlPort,
      @Nullable OpcUaSettings alsoOpcUa,
      Clock clock) {
    this.group = group;
    this.loop = group.next();
    this.plant = new Plant(settings, clock);
    for (Press press : plant.presses()) {
      int port = firstPort == 0 ? 0 : firstPort + servers.size();
      servers.add(new PressServer(press, group, port));
    }
    servers.forEach(server -> server.listen().join());
    loop.scheduleAtFixedRate(plant::truth, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS)
        .addListener(done -> {});
    this.opcua = alsoOpcUa == null ? null : opcua(alsoOpcUa, clock);
    this.control = control(clock).start(controlPort);
  }

  /**
   * Starts and listens. Ports are on loopback; press-1 is at the first port, the others follow, and
   * 0 chooses free ones. Throws when a port is taken, and leaves nothing running.
   */
  public static PlantServer start(
      PlantSettings settings, int firstPort, int controlPort, Clock clock) {
    return start(settings, firstPort, controlPort, null, clock);
  }

  /** The same with one press that also speaks OPC UA. */
  public static PlantServer start(
      PlantSettings settings,
      int firstPort,
      int controlPort,
      @Nullable OpcUaSettings opcua,
      Clock clock) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    boolean isStarted = false;
    try {
      PlantServer server = new PlantServer(group, settings, firstPort, controlPort, opcua, clock);
      isStarted = true;
      return server;
    } finally {
      if (!isStarted) {
        end(group);
      }
    }
  }

  /** Where the presses listen, press-1 first. */
  public List<PressPort> presses() {
    return servers.stream().map(server -> new PressPort(server.name(), server.port())).toList();
  }

  public int controlPort() {
    return control.port();
  }

  /** Where the one press listens that also speaks OPC UA, if there is one. */
  public Optional<OpcUaPress> opcua() {
    return Optional.ofNullable(opcua);
  }

  @Override
  public void close() {
    control.close();
    if (opcua != null) {
      opcua.close();
    }
    end(group);
  }

  private static void end(EventLoopGroup group) {
    group.shutdownGracefully(QUIET_MS, END_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  private JsonServer.Builder control(Clock clock) {
    return JsonServer.on(clock, loop)
        .get("/truth", call -> truth())
        .get("/{press}/reading", call -> Json.ok(reading(named(call).press().reading())))
        .get("/health", call -> Json.ok(servers.stream().map(PlantServer::health).toList()))
        .post("/stop", call -> after(plant::stop))
        .post("/run", call -> after(plant::run))
        .post("/{press}/stop", this::breakDown)
        .post("/opcua/fault", this::misbehaveOnOpcUa)
        .post("/{press}/reset", call -> after(named(call).press()::reset))
        .post("/{press}/order", call -> after(named(call).press()::changeOrder))
        .post("/{press}/fault", this::misbehave);
  }

  private OpcUaPress opcua(OpcUaSettings settings, Clock clock) {
    Press press = server(settings.press()).press();
    return OpcUaPress.start(
        settings,
        () ->
            CompletableFuture.supplyAsync(press::reading, loop)
                .orTimeout(READING_MS, TimeUnit.MILLISECONDS)
                .join(),
        clock);
  }

  private HttpResponse breakDown(Call call) {
    JsonNode body = Json.tree(call.body());
    Duration time = Duration.ofMillis(body.path("ms").asLong());
    named(call).press().breakDown(time, body.path("reason").asInt(1));
    return truth();
  }

  /** Not on the loop: the server asks the loop while it goes down. One after the other. */
  private HttpResponse misbehaveOnOpcUa(Call call) {
    OpcUaPress server = opcua;
    if (server == null) {
      throw new IllegalArgumentException("no press speaks OPC UA");
    }
    OpcUaFault fault = OpcUaFault.named(Json.tree(call.body()).path("mode").asText());
    opcuaFault =
        opcuaFault
            .exceptionally(failure -> OpcUaFault.NONE)
            .thenApplyAsync(before -> server.misbehave(fault));
    return HttpResponse.of(
        opcuaFault.thenApply(
            now -> Json.ok(Map.of("press", server.press(), "fault", now.wireName()))));
  }

  private HttpResponse after(Runnable action) {
    action.run();
    return truth();
  }

  private HttpResponse truth() {
    return Json.ok(Map.of("presses", plant.truth()));
  }

  private static Map<String, Object> reading(PressReading now) {
    return Map.of(
        "good", now.good(),
        "scrap", now.scrap(),
        "state", now.state(),
        "resetMarker", now.resetMarker(),
        "order", now.order());
  }

  private HttpResponse misbehave(Call call) {
    PressServer server = named(call);
    WireFault fault = WireFault.named(Json.tree(call.body()).path("mode").asText());
    CompletableFuture<HttpResponse> answer =
        server.misbehave(fault).thenApply(done -> Json.ok(health(server)));
    return HttpResponse.of(answer);
  }

  private static Map<String, Object> health(PressServer server) {
    return Map.of(
        "name", server.name(),
        "port", server.port(),
        "fault", server.fault().wireName(),
        "broken", server.broken());
  }

  private PressServer named(Call call) {
    return server(call.path("press"));
  }

  private PressServer server(String name) {
    return servers.stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no press '" + name + "'"));
  }

  /** A press and its port. */
  public record PressPort(String name, int port) {}
}
