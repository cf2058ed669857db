package io.millrace.bench;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.bench.report.Measurement;
import io.millrace.prove.account.AgentJournal;
import io.millrace.prove.line.Box;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineFiles;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import io.millrace.prove.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What the shipped agent holds in memory while it reads a thousand registers a second, journals and
 * sends what changed.
 */
final class FootprintBench implements Bench {
  private static final String NAME = "footprint";
  private static final double GOAL_MB = 160;
  private static final String GOAL = "agent VmRSS at most 160 MB at 1,000 tags/s";
  private static final int FIRST_REGISTER = 100;
  private static final int REGISTERS = 1_000;
  private static final double SHARE_NEEDED = 0.9;
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration BRIEF = Duration.ofSeconds(10);
  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final String RESIDENT = "VmRSS:";
  private static final double KB_IN_MB = 1_000 / 1.024;

  private final Clock clock = Clock.system();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String jvm() {
    return "prove";
  }

  @Override
  public List<Measurement> run(Scope scope) {
    LineSettings settings =
        new LineSettings(
            scope.seed(), 1, 1, false, true, Duration.ofSeconds(1), LineSettings.Target.QUICK);
    try (Processes processes = new Processes();
        Workplace place = Workplace.temporary();
        Line line = new Line(Home.find(), processes, place, settings)) {
      return List.of(measure(line, scope));
    }
  }

  private Measurement measure(Line line, Scope scope) {
    Box box = line.box(NAME).configured(yaml(line));
    box.command("enrol", line.code(LineFiles.PLANT, NAME));
    line.plant().run();
    Program agent = box.run();
    agent.ready(Line.START_MAX);
    long startNanos = clock.nanos();
    Waiting.rest(scope.brief() ? BRIEF : MINUTE);
    double residentMb = residentMb(agent.pid());
    double seconds = (clock.nanos() - startNanos) / 1e9;
    agent.stop(STOP_MAX);
    double tags = AgentJournal.samples(box.folder().resolve("data/journal")) / seconds;
    if (tags < SHARE_NEEDED * REGISTERS) {
      return Measurement.notTried(
          NAME, GOAL, scope.seed(), "the agent journalled only %.0f tags/s".formatted(tags));
    }
    return Measurement.of(NAME, residentMb <= GOAL_MB, residentMb, "MB", GOAL, scope.seed())
        .with("tagsPerSecond", Math.round(tags))
        .with("seconds", Math.round(seconds));
  }

  /** From the kernel's own account. NOT_FOUND where there is none. */
  private static double residentMb(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .mapToDouble(kb -> kb / KB_IN_MB)
          .findFirst()
          .orElseThrow(() -> new IOException("no " + RESIDENT));
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.NOT_FOUND, status + ": " + e, e);
    }
  }

  private static String yaml(Line line) {
    StringBuilder tags = new StringBuilder();
    for (int register = FIRST_REGISTER; register < FIRST_REGISTER + REGISTERS; register++) {
      tags.append("      v%1$d: {holding: %1$d, type: uint16}%n".formatted(register));
    }
    return """
    plant: %s
    data: data
    relay:
      addresses: [localhost:%d]
      api: https://localhost:%d
    sources:
      - name: values
        modbus: {host: 127.0.0.1, port: %d, unit: 1}
        poll: 1s
        timeout: 1s
        tags:
    %stelemetry:
      - source: values
        all: true
        heartbeat: 1m
    """
        .formatted(
            LineFiles.PLANT,
            line.agentsPort(),
            line.apiPort(),
            Objects.requireNonNull(line.presses().get("press-1")),
            tags);
  }
}
