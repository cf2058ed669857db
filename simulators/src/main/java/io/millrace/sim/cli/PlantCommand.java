package io.millrace.sim.cli;

import io.millrace.base.config.Units;
import io.millrace.sim.opcua.OpcUaPress;
import io.millrace.sim.opcua.OpcUaSettings;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plant.Troubles;
import io.millrace.sim.plc.PlantServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A line of presses on Modbus TCP. */
@Command(
    name = PlantCommand.NAME,
    description = "A line of presses: one Modbus TCP port each, and HTTP to steer them.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class PlantCommand implements Callable<Integer> {
  static final String NAME = "plant";

  @Spec private CommandSpec spec;

  @Option(names = "--seed", defaultValue = "1", description = "of everything random")
  private long seed;

  @Option(names = "--presses", defaultValue = "3", description = "1 to 9")
  private int presses;

  @Option(names = "--rate", defaultValue = "5", description = "pieces/s of each press, up to 50")
  private double rate;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "of press-1; others follow; 0: free ones")
  private int port;

  @Option(names = "--control", defaultValue = "0", description = "HTTP port; 0: a free one")
  private int control;

  @Option(
      names = "--start-near-rollover",
      description = "16-bit counters roll over within a minute")
  private boolean startNearRollover;

  @Option(names = "--order-every", defaultValue = "20s", description = "running time of an order")
  private String orderEvery;

  @Option(
      names = "--stop-at-order-change",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      description = "true or false: no piece within 0.7 s of the change")
  private boolean stopAtOrderChange;

  @Option(
      names = "--reset-after",
      description = "each press resets its counters once, after that time")
  private @Nullable String resetAfter;

  @Option(
      names = "--off-spec-every",
      defaultValue = "0",
      description = "pieces from one with a fill weight outside its limits to the next; 0: none")
  private int offSpecEvery;

  @Option(
      names = "--breakdown-every",
      description = "running time from one long breakdown to the next")
  private @Nullable String breakdownEvery;

  @Option(
      names = "--breakdown-for",
      defaultValue = "40s",
      description = "how long such a breakdown lasts")
  private String breakdownFor;

  @Option(names = "--opcua", paramLabel = "PRESS", description = "that press also speaks OPC UA")
  private @Nullable String opcua;

  @Option(names = "--opcua-port", defaultValue = "0", description = "of it; 0: a free one")
  private int opcuaPort;

  @Option(
      names = "--opcua-identity",
      paramLabel = "FILE",
      description = "keeps its key and certificate; without it they are new at each start")
  private @Nullable Path opcuaIdentity;

  @Option(names = "--stopped", description = "wait for POST /run")
  private boolean stopped;

  @Override
  public Integer call() throws InterruptedException {
    OpcUaSettings also = opcua == null ? null : new OpcUaSettings(opcua, opcuaPort, opcuaIdentity);
    PlantServer server = PlantServer.start(settings(), port, control, also, Main.clock());
    Map<String, Object> ports = new LinkedHashMap<>();
    ports.put("presses", server.presses());
    ports.put("control", server.controlPort());
    server.opcua().ifPresent(press -> ports.put("opcua", where(press)));
    Ready.serve(spec, ports, server::close);
    return 0;
  }

  private static Map<String, String> where(OpcUaPress press) {
    return Map.of("press", press.press(), "endpoint", press.endpoint());
  }

  private PlantSettings settings() {
    Duration reset = resetAfter == null ? null : Units.duration(resetAfter);
    Duration breakdown = breakdownEvery == null ? null : Units.duration(breakdownEvery);
    return new PlantSettings(
        seed,
        presses,
        rate,
        startNearRollover,
        Units.duration(orderEvery),
        stopAtOrderChange,
        reset,
        stopped,
        new Troubles(offSpecEvery, breakdown, Units.duration(breakdownFor)));
  }
}
