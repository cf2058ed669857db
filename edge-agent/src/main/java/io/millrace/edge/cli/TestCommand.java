package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Failure;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.modbus.ModbusSourceSettings;
import io.millrace.edge.source.modbus.ModbusSources;
import io.millrace.edge.source.opcua.OpcUaSources;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a source once, over a connection of its own, and shows what came. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Reads the tags of a source once and shows value, quality, time and latency.")
final class TestCommand implements Callable<Integer> {
  private final AgentCommand agent;
  private final Clock clock;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "a source of the configuration")
  private String source;

  @Parameters(index = "1", arity = "0..1", paramLabel = "TAG", description = "one of its tags")
  private @Nullable String tag;

  @Option(names = "--json", description = "one line of JSON for each tag")
  private boolean json;

  TestCommand(AgentCommand agent, Clock clock) {
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    AgentConfig config = agent.config();
    SourceSettings settings = settings(config);
    try {
      List<LiveReading> readings = read(config, settings);
      print(settings, readings);
      return readings.stream().allMatch(each -> each.reading().quality() == Quality.GOOD)
          ? ExitCode.OK
          : ExitCode.FAILED;
    } catch (MillraceException e) {
      throw e.code() == ErrorCode.SOURCE_UNREACHABLE || e.code() == ErrorCode.SOURCE_REFUSED
          ? new MillraceException(e.code(), e.detail() + "\n" + Failure.HINT + hint(settings, e), e)
          : e;
    }
  }

  private static String hint(SourceSettings settings, MillraceException e) {
    if (e.code() == ErrorCode.SOURCE_REFUSED) {
      return Hint.refusedServer(settings.name(), e.detail());
    }
    return settings instanceof OpcUaSourceSettings
        ? Hint.unreachableServer(e.detail())
        : Hint.unreachable(e.detail());
  }

  private List<LiveReading> read(AgentConfig config, SourceSettings settings) {
    if (settings instanceof OpcUaSourceSettings server) {
      try (OpcUaSources sources =
          new OpcUaSources(config.opcua(), config.folder(), clock, new Random())) {
        return sources.readOnce(server, tag);
      }
    }
    try (ModbusSources sources = new ModbusSources(clock, new Random())) {
      return sources.readOnce((ModbusSourceSettings) settings, tag);
    }
  }

  private SourceSettings settings(AgentConfig config) {
    List<String> names = config.sources().stream().map(SourceSettings::name).toList();
    return config.sources().stream()
        .filter(each -> each.name().equals(source))
        .findFirst()
        .orElseThrow(
            () ->
                new MillraceException(
                    ErrorCode.NOT_FOUND,
                    "'%s' is no source, expected one of %s%s"
                        .formatted(
                            source, String.join(", ", names), Nearest.suggestion(source, names))));
  }

  private void print(SourceSettings settings, List<LiveReading> readings) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      readings.forEach(reading -> out.println(Json.line(Shown.tree(settings.name(), reading))));
    } else {
      out.println("%s at %s".formatted(settings.name(), settings.where()));
      out.print(table(readings));
      readings.stream()
          .map(reading -> Hint.of(settings, reading))
          .filter(hint -> !hint.isEmpty())
          .distinct()
          .forEach(hint -> out.println(Failure.HINT + hint));
    }
    out.flush();
  }

  private static Table table(List<LiveReading> readings) {
    Table table = new Table("TAG", "VALUE", "QUALITY", "TIME", "LATENCY", "PLACE", "REGISTERS");
    for (LiveReading live : readings) {
      Reading reading = live.reading();
      table.row(
          reading.tag(),
          Shown.value(reading),
          Shown.quality(reading),
          live.at().truncatedTo(ChronoUnit.MILLIS),
          Shown.latency(live),
          live.place(),
          Shown.registers(live));
    }
    return table;
  }
}
