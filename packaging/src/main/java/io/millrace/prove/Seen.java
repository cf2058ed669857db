package io.millrace.prove;

import io.millrace.prove.line.Line;
import io.millrace.prove.process.Program;
import io.millrace.prove.process.Waiting;
import io.millrace.v1.GetRelayStatusResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What programs must have said and counted since this was made; collects what they did not. What
 * stood in a log or counter before is no proof of anything. One thread.
 */
final class Seen {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Line line;
  private final Map<Program, Integer> logged = new HashMap<>();
  private final Map<String, Long> counted;
  private final List<String> missing = new ArrayList<>();

  private Seen(Line line) {
    this.line = line;
    this.counted = counts(line);
    List.of(line.relayProgram(), line.agentProgram())
        .forEach(program -> logged.put(program, program.log().size()));
  }

  /** From now on, beside that line. IllegalStateException when its relay does not answer. */
  static Seen from(Line line) {
    return new Seen(line);
  }

  /** A line with all these words on standard error since then, now or soon. */
  Seen inLog(Program program, String... words) {
    if (!Waiting.until(() -> news(program).stream().anyMatch(l -> hasAll(l, words)), PATIENCE)) {
      missing.add(
          "%s does not log %s, last: %s"
              .formatted(program.name(), List.of(words), last(program.log())));
    }
    return this;
  }

  /** The same of the line's relay. */
  Seen relayLogs(String... words) {
    return inLog(line.relayProgram(), words);
  }

  /** That counter of the relay has grown since then, now or soon. */
  Seen counted(String name) {
    if (!Waiting.until(() -> hasGrown(name), PATIENCE)) {
      missing.add("the relay does not count %s: %s".formatted(name, counts(line)));
    }
    return this;
  }

  /** An ended program's exit code. */
  Seen exit(Program program, int code) {
    if (program.exitCode() != code) {
      missing.add(
          "%s ended with %d, expected %d: %s"
              .formatted(program.name(), program.exitCode(), code, last(program.log())));
    }
    return this;
  }

  Seen that(boolean holds, String otherwise) {
    if (!holds) {
      missing.add(otherwise);
    }
    return this;
  }

  List<String> complaints() {
    return List.copyOf(missing);
  }

  private boolean hasGrown(String name) {
    return counts(line).getOrDefault(name, 0L) > counted.getOrDefault(name, 0L);
  }

  private List<String> news(Program program) {
    List<String> lines = program.log();
    return lines.subList(Math.min(logged.getOrDefault(program, 0), lines.size()), lines.size());
  }

  private static Map<String, Long> counts(Line line) {
    return line.relayPages()
        .status()
        .map(GetRelayStatusResponse::getCountsMap)
        .orElseThrow(() -> new IllegalStateException("the relay does not answer"));
  }

  private static boolean hasAll(String line, String... words) {
    return List.of(words).stream().allMatch(line::contains);
  }

  private static String last(List<String> lines) {
    return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
  }
}
