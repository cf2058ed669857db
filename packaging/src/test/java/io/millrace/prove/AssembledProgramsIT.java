package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.process.Home;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped: scripts that start, and each program sees only what it needs. */
class AssembledProgramsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final Home home = Home.find();

  @Test
  void everyScriptStartsItsProgramFromAnyFolder() {
    try (Processes processes = new Processes()) {
      for (String name : List.of("agent", "relay", "sim", "bench", "prove")) {
        String script = home.script("millrace-" + name).toString();
        Program program =
            processes.run(Launch.of(name, folder, folder, List.of(script, "--help")), LIMIT);

        assertThat(program.exitCode()).as(name + ": " + program.lastLogLines()).isZero();
        assertThat(String.join("\n", program.output())).contains("millrace-" + name);
        assertThat(program.log()).as("standard error of " + name).isEmpty();
      }
    }
  }

  @Test
  void theAgentSeesNothingOfTheRelayAndTheRelayNothingOfThePlant() throws IOException {
    assertThat(classPath("edge-agent"))
        .contains("millrace-proto")
        .doesNotContain("cloud-relay", "simulators", "packaging", "armeria", "flyway", "jdbi");
    assertThat(classPath("cloud-relay"))
        .contains("millrace-proto")
        .doesNotContain("edge-agent", "simulators", "packaging", "chronicle", "plc4j");
  }

  @Test
  void everyJarIsThereOnceAndEveryManifestFindsItsOwn() throws IOException {
    List<String> jars = jars();

    assertThat(
            jars.stream()
                .filter(jar -> !jar.startsWith("compiler-")) // CEL's and Chronicle's, two groups
                .map(jar -> jar.replaceFirst("-\\d[\\w.]*", ""))
                .toList())
        .doesNotHaveDuplicates();
    for (String program : List.of("edge-agent", "cloud-relay", "simulators", "packaging")) {
      assertThat(jars).containsAll(List.of(classPath(program).split(" ")));
    }
    assertThat(jars).noneMatch(jar -> jar.contains("chronicle-analytics"));
  }

  private List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(home.folder().resolve("lib"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private String classPath(String artifact) throws IOException {
    String name =
        jars().stream()
            .filter(jar -> jar.startsWith("millrace-" + artifact + "-"))
            .findFirst()
            .orElseThrow();
    try (JarFile jar = new JarFile(home.folder().resolve("lib").resolve(name).toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Class-Path");
    }
  }
}
