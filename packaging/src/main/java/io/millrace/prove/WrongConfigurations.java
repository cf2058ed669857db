package io.millrace.prove;

import io.millrace.prove.line.Box;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineFiles;
import io.millrace.prove.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files with one mistake each: exit 78 and one message with file, line, key, what was expected and
 * the nearest right name, and nothing started. One thread; blocks on programs.
 */
final class WrongConfigurations {
  private static final int WRONG_CONFIG = 78;

  private final Line line;
  private int folders;

  WrongConfigurations(Line line) {
    this.line = line;
  }

  Map<String, RefusalsCampaign.Attempt> all() {
    Map<String, RefusalsCampaign.Attempt> all = new LinkedHashMap<>();
    all.put(
        "agent.yaml with an unknown key",
        () -> agent("sources:", "sorces:", "agent.yaml:", "sources", "'sorces'"));
    all.put(
        "agent.yaml with a wrong type",
        () -> agent("type: uint16", "type: unit16", "agent.yaml:", "type", "'uint16'"));
    all.put(
        "agent.yaml without max_rate",
        () -> agent("    max_rate: 60/s\n", "", "agent.yaml:", "max_rate", "missing"));
    all.put(
        "relay.yaml with an unknown key",
        () -> relay("relay.yaml", "agents:", "agnets:", "relay.yaml:", "agents", "'agnets'"));
    all.put(
        "a target with a wrong duration",
        () -> relay("targets/erp.yaml", "open: 2s", "open: 2x", "erp.yaml:", "open", "duration"));
    all.put(
        "a target with an unknown class",
        () ->
            relay(
                "targets/erp.yaml",
                "class: LOCKED",
                "class: LOKED",
                "erp.yaml:",
                "class",
                "did you mean"));
    all.put(
        "a flow with an unknown key",
        () ->
            relay(
                "flows/confirm-production.yaml",
                "window:",
                "windw:",
                "confirm-production.yaml:",
                "window",
                "'windw'"));
    all.put(
        "a flow for an unknown operation",
        () ->
            relay(
                "flows/confirm-production.yaml",
                "operation: confirm",
                "operation: confrim",
                "confirm-production.yaml:",
                "operation",
                "'confirm'"));
    return all;
  }

  private List<String> agent(String right, String wrong, String... words) {
    Box box = line.box("wrong-agent-" + ++folders);
    box.configured(broken(line.agentFolder().resolve("agent.yaml"), right, wrong));
    return judge(box.command("check"), box.command("run"), box.folder().resolve("data"), words);
  }

  private List<String> relay(String file, String right, String wrong, String... words) {
    Path folder = line.place().folder().resolve("wrong-relay-" + ++folders);
    for (String each : List.of("relay.yaml", "targets/erp.yaml", "flows/confirm-production.yaml")) {
      Path from = line.relayFolder().resolve(each);
      String yaml = each.equals(file) ? broken(from, right, wrong) : text(from);
      LineFiles.write(folder.resolve(each), yaml);
    }
    return judge(
        line.relayIn(folder, "check"), line.relayIn(folder, "run"), folder.resolve("data"), words);
  }

  private List<String> judge(Program check, Program run, Path data, String... words) {
    return Seen.from(line)
        .exit(check, WRONG_CONFIG)
        .inLog(check, words)
        .exit(run, WRONG_CONFIG)
        .inLog(run, words)
        .that(run.log().size() == 1, "more than one message: " + run.log())
        .that(run.output().isEmpty(), "it said " + run.output())
        .that(!Files.exists(data), "something was started: " + data + " is there")
        .complaints();
  }

  private static String broken(Path file, String right, String wrong) {
    String yaml = text(file);
    if (!yaml.contains(right)) {
      throw new IllegalStateException(file + " has no " + right);
    }
    int at = yaml.indexOf(right);
    return yaml.substring(0, at) + wrong + yaml.substring(at + right.length());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
