package io.millrace.prove.line;

import io.millrace.prove.process.Home;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.nio.file.Path;
import java.util.List;

/** A relay of another company beside the line: other root, other agents. One thread. */
public final class OtherCompany implements AutoCloseable {
  private final Line line;
  private final Path folder;
  private final int apiPort;
  private final Program relay;

  OtherCompany(Line line, Workplace place, Processes processes, Home home, Ports ports) {
    this.line = line;
    this.folder = place.folder().resolve("other");
    this.apiPort = ports.next();
    LineFiles.write(
        folder.resolve("relay.yaml"),
        """
        data: data
        agents: {host: 127.0.0.1, port: %d, names: [localhost]}
        api: {host: 127.0.0.1, port: %d}
        targets: targets
        flows: flows
        """
            .formatted(ports.next(), apiPort));
    for (String file : List.of("targets/erp.yaml", "flows/confirm-production.yaml")) {
      LineFiles.copy(line.relayFolder().resolve(file), folder.resolve(file));
    }
    line.relayIn(folder, "ca", "init", "--root-key", "../other.key");
    List<String> words = List.of(home.script("millrace-relay").toString(), "run");
    this.relay =
        processes.start(Launch.of("other-relay", folder, place.logs(), words).with(Line.SECRETS));
    relay.ready(Line.START_MAX);
  }

  public int apiPort() {
    return apiPort;
  }

  /** Makes a one-time code of that company. */
  public String code(String plant, String agent) {
    return Line.codeIn(line.relayIn(folder, "enrol", "code", "--plant", plant, "--agent", agent));
  }

  @Override
  public void close() {
    relay.kill();
  }
}
