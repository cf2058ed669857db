package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.prove.process.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  /** Five programs start, and a drain may take a minute: enough on a machine that does more. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void anInterruptStopsTheLineDrainsItAndPrintsTheVerdict() throws Exception {
    Path output = folder.resolve("demo.out");
    Process demo =
        new ProcessBuilder(
                "env",
                "--default-signal=INT", // whoever runs the tests in the background ignores it
                Home.find().script("millrace-prove").toString(),
                "demo",
                "--json",
                "--seed",
                "7")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      Awaitility.await().atMost(LIMIT).until(() -> hasPosted(output));
      new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

      assertThat(demo.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as(Files.readString(output))
          .isTrue();
      List<String> lines = Files.readAllLines(output);
      assertThat(demo.exitValue()).as(String.join("\n", lines)).isZero();
      JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
      assertThat(lines)
          .anyMatch(line -> line.contains("the presses go on"))
          .anyMatch(line -> line.contains("stopping the presses"));
      assertThat(last.path("made").asLong()).isPositive();
      assertThat(last.path("posted")).isEqualTo(last.path("made"));
      assertThat(last.path("duplicated").asLong() + last.path("lost").asLong()).isZero();
      assertThat(last.path("seed").asLong()).isEqualTo(7);
      assertThat(demo.descendants()).isEmpty();
    } finally {
      demo.destroy();
    }
  }

  private static boolean hasPosted(Path output) throws IOException {
    return Files.readString(output).contains("CONFIRMED");
  }
}
