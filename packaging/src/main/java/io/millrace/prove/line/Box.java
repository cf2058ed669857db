package io.millrace.prove.line;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One more agent beside a line: a folder with agent.yaml and data. One thread. */
public final class Box {
  private final Home home;
  private final Processes processes;
  private final String name;
  private final Path folder;
  private final Path logs;

  Box(Home home, Processes processes, String name, Workplace place) {
    this.home = home;
    this.processes = processes;
    this.name = name;
    this.folder = place.folder().resolve(name);
    this.logs = place.logs();
  }

  public Path folder() {
    return folder;
  }

  /** Its certificate, key and root. */
  public Path identity() {
    return folder.resolve("data/identity");
  }

  /** Writes its agent.yaml. */
  public Box configured(String yaml) {
    LineFiles.write(folder.resolve("agent.yaml"), yaml);
    return this;
  }

  /** Makes it a copy of another agent's folder, as someone who restores an image would. */
  public Box copiedFrom(Path other) {
    try (Stream<Path> all = Files.walk(other)) {
      for (Path from : all.toList()) {
        Path to = folder.resolve(other.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else if (Files.isRegularFile(from) && !from.toString().endsWith(".lock")) {
          Files.copy(from, to);
        }
      }
      return this;
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, other + ": " + e, e);
    }
  }

  /** Runs a command to its end. */
  public Program command(String... words) {
    return processes.run(launch(name + "-command", words), Line.START_MAX);
  }

  /** Starts the agent, without waiting for it. */
  public Program run() {
    return processes.start(launch(name, "run"));
  }

  private Launch launch(String as, String... words) {
    List<String> command = new ArrayList<>(List.of(home.script("millrace-agent").toString()));
    command.addAll(List.of(words));
    return Launch.of(as, folder, logs, command);
  }
}
