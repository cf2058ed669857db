package io.millrace.sim.plc;

import com.linecorp.armeria.common.HttpResponse;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import io.millrace.sim.http.JsonServer;
import io.millrace.sim.plant.Plant;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plant.Press;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running plant: one Modbus TCP port per press, and HTTP to steer it and to ask for the truth.
 */
public final class PlantServer implements AutoCloseable {
  /** The model is never further behind the clock than this, asked or not. */
  private static final long TICK_MS = 500;

  private static final long QUIET_MS = 0;
  private static final long END_MS = 1_000;

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final Plant plant;
  private final List<PressServer> servers = new ArrayList<>();
  private final JsonServer control;

  private PlantServer(
      EventLoopGroup group, PlantSettings settings, int firstPort, int controlPort, Clock clock) {
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
    this.control = control(clock).start(controlPort);
  }

  /**
   * Starts and listens. Ports are on loopback; press-1 is at the first port, the others follow, and
   * 0 chooses free ones. Throws when a port is taken, and leaves nothing running.
   */
  public static PlantServer start(
      PlantSettings settings, int firstPort, int controlPort, Clock clock) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    boolean isStarted = false;
    try {
      PlantServer server = new PlantServer(group, settings, firstPort, controlPort, clock);
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

  @Override
  public void close() {
    control.close();
    end(group);
  }

  private static void end(EventLoopGroup group) {
    group.shutdownGracefully(QUIET_MS, END_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  private JsonServer.Builder control(Clock clock) {
    return JsonServer.on(clock, loop)
        .get("/truth", call -> truth())
        .get("/health", call -> Json.ok(servers.stream().map(PlantServer::health).toList()))
        .post("/stop", call -> after(plant::stop))
        .post("/run", call -> after(plant::run))
        .post("/{press}/reset", call -> after(named(call).press()::reset))
        .post("/{press}/order", call -> after(named(call).press()::changeOrder))
        .post("/{press}/fault", this::misbehave);
  }

  private HttpResponse after(Runnable action) {
    action.run();
    return truth();
  }

  private HttpResponse truth() {
    return Json.ok(Map.of("presses", plant.truth()));
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
    String name = call.path("press");
    return servers.stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no press '" + name + "'"));
  }

  /** A press and its port. */
  public record PressPort(String name, int port) {}
}
