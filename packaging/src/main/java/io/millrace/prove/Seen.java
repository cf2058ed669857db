package io.millrace.prove;

import io.millrace.prove.process.Program;
import io.millrace.prove.process.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What programs must have said; collects what they did not. One thread. */
final class Seen {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> missing = new ArrayList<>();

  /** A line with all these words on standard error, now or soon. */
  Seen inLog(Program program, String... words) {
    boolean seen =
        Waiting.until(() -> program.log().stream().anyMatch(line -> hasAll(line, words)), PATIENCE);
    if (!seen) {
      missing.add(
          "%s does not log %s, last: %s"
              .formatted(program.name(), List.of(words), last(program.log())));
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

  private static boolean hasAll(String line, String... words) {
    return List.of(words).stream().allMatch(line::contains);
  }

  private static String last(List<String> lines) {
    return lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
  }
}
