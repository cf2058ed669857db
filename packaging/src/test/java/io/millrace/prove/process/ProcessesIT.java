package io.millrace.prove.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String LONG = "3600";

  @TempDir Path folder;

  @Test
  void nothingOutlivesAStarterThatIsKilled() throws IOException {
    Path output = folder.resolve("starter.out");
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      Awaitility.await().atMost(LIMIT).until(() -> Files.readString(output).endsWith("\n"));
      long pid = Long.parseLong(Files.readString(output).strip());
      assertThat(isAlive(pid)).isTrue();

      starter.destroyForcibly();

      Awaitility.await().atMost(LIMIT).until(() -> !isAlive(pid));
    } finally {
      starter.destroyForcibly();
    }
  }

  @Test
  void aProgramThatEndsByItselfLeavesNoWatcher() {
    try (Processes processes = new Processes()) {
      Program program = processes.start(Launch.of("nap", folder, folder, List.of("sleep", "1")));
      List<ProcessHandle> watchers = children(program);
      assertThat(watchers).isNotEmpty();

      assertThat(program.awaitEnd(LIMIT)).isTrue();

      assertThat(program.exitCode()).isZero();
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> watchers.stream().noneMatch(watcher -> isAlive(watcher.pid())));
    }
  }

  private static List<ProcessHandle> children(Program program) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> ProcessHandle.of(program.pid()).orElseThrow().children().count() > 0);
    return ProcessHandle.of(program.pid()).orElseThrow().children().toList();
  }

  /** Not one that has ended and that nobody asked about. */
  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
  }

  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }

  /** Starts something that takes long, says its process id, and waits. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) {
      Path folder = Path.of(arguments[0]);
      try (Processes processes = new Processes()) {
        Program program =
            processes.start(Launch.of("sleep", folder, folder, List.of("sleep", LONG)));
        System.out.println(program.pid());
        program.awaitEnd(Duration.ofHours(1));
      }
    }
  }
}
