package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.process.Home;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What readers copy works: the examples, and every block of YAML in the README, are taken by the
 * check of the shipped programs. A block that is a whole file replaces that file of the examples, a
 * fragment replaces the keys that it has.
 */
class ExamplesIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)\\n```ya?ml\\n(.*?)\\n```");

  /** A line without indentation begins a key. */
  private static final Pattern KEY = Pattern.compile("(?m)^(\\w+):");

  /** By the key that only that file has, the first that fits. */
  private static final List<Map.Entry<String, String>> FILES =
      List.of(
          Map.entry("flow", "flows/confirm-production.yaml"),
          Map.entry("target", "targets/erp.yaml"),
          Map.entry("operations", "targets/erp.yaml"),
          Map.entry("limits", "targets/erp.yaml"),
          Map.entry("agents", "relay.yaml"),
          Map.entry("api", "relay.yaml"),
          Map.entry("zone", "relay.yaml"),
          Map.entry("", "agent.yaml"));

  @TempDir Path folder;

  private final Home home = Home.find();
  private int copies;

  @Test
  void theExamplesPassTheCheckOfTheShippedPrograms() throws IOException {
    assertThat(complaints(examples())).isEmpty();
  }

  @Test
  void theExampleForOpcUaPassesAsWell() throws IOException {
    Path place = examples();
    Files.move(
        place.resolve("agent-opcua.yaml"),
        place.resolve("agent.yaml"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(complaints(place)).isEmpty();
  }

  @Test
  void everyBlockOfTheReadmePassesTheCheckOfTheShippedPrograms() throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(README)).results().map(block -> block.group(1)).toList();
    List<String> complaints = new ArrayList<>();
    for (String block : blocks) {
      complaints.addAll(complaints(with(block)));
    }

    assertThat(blocks).isNotEmpty();
    assertThat(complaints).isEmpty();
  }

  @Test
  void aBrokenBlockFails() throws IOException {
    assertThat(complaints(with("plant: acme/graz\nsorces: []"))).isNotEmpty();
    assertThat(complaints(with("agnets: {port: 0}\nzone: Europe/Vienna"))).isNotEmpty();
    assertThat(complaints(with("limits: {in_flight: many}"))).isNotEmpty();
    assertThat(complaints(with("flow: other\nversoin: 1"))).isNotEmpty();
  }

  private List<String> complaints(Path place) {
    List<String> complaints = new ArrayList<>();
    try (Processes processes = new Processes()) {
      makeAuthority(processes, place);
      for (String program : List.of("millrace-agent", "millrace-relay")) {
        List<String> command = List.of(home.script(program).toString(), "check");
        Program check =
            processes.run(
                Launch.of(program, place, folder, command)
                    .with("ERP_SECRET", "secret")
                    .with("CRM_SECRET", "secret")
                    .with("QMS_SECRET", "secret")
                    .with("QMS_WEBHOOK_SECRET", "whsec_MDEyMzQ1Njc4OWFiY2RlZg=="),
                LIMIT);
        if (check.exitCode() != 0) {
          complaints.add(program + ": " + check.lastLogLines());
        }
      }
    }
    return complaints;
  }

  /** What the check of a relay wants to find; a broken file is told by the check itself. */
  private void makeAuthority(Processes processes, Path place) {
    List<String> command =
        List.of(
            home.script("millrace-relay").toString(),
            "ca",
            "init",
            "--root-key",
            place.resolve("root.key").toString());
    processes.run(Launch.of("millrace-relay-ca", place, folder, command), LIMIT);
  }

  /** The examples with that block in them. */
  private Path with(String block) throws IOException {
    List<String> keys = keys(block);
    String name =
        FILES.stream()
            .filter(file -> file.getKey().isEmpty() || keys.contains(file.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    Path place = examples();
    Path file = place.resolve(name);
    Files.writeString(file, isWhole(keys) ? block : merged(Files.readString(file), block));
    return place;
  }

  /** Each kind of file has keys without which it is none. */
  private static boolean isWhole(List<String> keys) {
    return keys.containsAll(List.of("plant", "sources"))
        || keys.containsAll(List.of("target", "operations"))
        || keys.containsAll(List.of("flow", "target"))
        || keys.containsAll(List.of("agents", "api"));
  }

  /** The file without the keys of the fragment, and the fragment after it. */
  private static String merged(String file, String fragment) {
    List<String> replaced = keys(fragment);
    StringBuilder kept = new StringBuilder();
    boolean keep = true;
    for (String line : file.lines().toList()) {
      List<String> key = keys(line);
      keep = key.isEmpty() ? keep : !replaced.contains(key.get(0));
      kept.append(keep ? line + "\n" : "");
    }
    return kept + fragment + "\n";
  }

  private static List<String> keys(String yaml) {
    return KEY.matcher(yaml).results().map((MatchResult key) -> key.group(1)).toList();
  }

  /** A copy of them. */
  private Path examples() throws IOException {
    Path from = home.folder().resolve("examples");
    Path to = folder.resolve("copy-" + ++copies);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.sorted(Comparator.naturalOrder()).toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
    return to;
  }
}
