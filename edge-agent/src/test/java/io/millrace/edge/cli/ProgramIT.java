package io.millrace.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.base.time.Clock;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.journal.folder.JournalInspection;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class ProgramIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OPENS =
      "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
          + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
          + " --add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"
          + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"
          + " --enable-native-access=ALL-UNNAMED";

  private final List<Process> processes = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Path err() {
    return folder.resolve("err");
  }

  private Path classes() {
    return folder.resolve("classes");
  }

  private Process start(String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-XX:TieredStopAtLevel=1");
    line.add("-Xlog:class+load=info:file=" + classes());
    line.addAll(List.of(OPENS.split(" ")));
    line.add(
        "-Dlogback.configurationFile="
            + Path.of("..", "packaging", "src", "main", "home", "conf", "logback.xml")
                .toAbsolutePath());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(command));
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectOutput(out().toFile())
            .redirectError(err().toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Path write(String plant, int port) throws IOException {
    return Files.writeString(
        folder.resolve("agent.yaml"),
        """
        plant: %s
        sources:
          - name: press-1
            modbus: {host: 127.0.0.1, port: %d}
            poll: 50ms
            tags:
              good: {holding: 0, type: uint16}
        counters:
          - {id: press-1.good, equipment: shop/line-1/press-1, source: press-1, tag: good, kind: good, max_rate: 60/s}
        """
            .formatted(plant, port));
  }

  @Test
  void aWrongFileEndsItWith78AndOneMessageAndNothingIsStarted() throws Exception {
    write("acme", 502);

    Process process = start("run");

    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(78);
    assertThat(out()).isEmptyFile();
    assertThat(Files.readString(err()))
        .isEqualTo(
            "CONFIG_INVALID: agent.yaml:1:1: plant: 'acme' has 1 names, expected 2:"
                + " enterprise/site, for example acme/graz\n");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void itSaysReadyCountsAndEndsWithinFiveSecondsOfATermination() throws Exception {
    try (PlantServer plant = PlantServer.start(PlantSettings.quiet(3), 0, 0, Clock.system())) {
      Path file = write("acme/graz", plant.presses().get(0).port());
      Process process = start("run");
      await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(out()).startsWith("READY {\"agent\":\"\""));
      Path journal = AgentConfig.read(file).journalFolder();
      await()
          .atMost(PATIENCE)
          .until(() -> JournalInspection.verify(journal).streams().get(0).records() > 2);

      process.destroy();

      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(out()).content().hasLineCount(1);
      assertThat(err()).content().contains("agent started", "agent ended");
      assertThat(JournalInspection.verify(journal).whole()).isTrue();
      assertThat(classes())
          .content()
          .contains("io.millrace.edge.source.modbus")
          .doesNotContain("org.eclipse.milo");
    }
  }
}
