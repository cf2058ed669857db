package io.millrace.prove.line;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A simulated business system: a process that keeps its documents, and comes back on its port when
 * it was killed. One thread; blocks on it.
 */
public final class BusinessSystem {
  private final String name;
  private final int port;
  private final Processes processes;
  private final Launch launch;
  private final Simulator simulator;
  private Program program;
  private boolean killed;

  BusinessSystem(String name, int port, Processes processes, Launch launch) {
    this.name = name;
    this.port = port;
    this.processes = processes;
    this.launch = launch;
    this.simulator = new Simulator(port);
    this.program = processes.start(launch);
  }

  /** As the relay's targets are named: erp, crm, qms. */
  public String name() {
    return name;
  }

  int port() {
    return port;
  }

  /** The process that is it now. */
  Program program() {
    return program;
  }

  boolean isKilled() {
    return killed;
  }

  void awaitReady() {
    program.ready(Line.START_MAX);
  }

  /** Kills it. */
  public void kill() {
    killed = true;
    program.kill();
  }

  /** Starts it again, on its documents and without faults; waits for it. */
  public void restart() {
    program = processes.start(launch);
    killed = false;
    awaitReady();
  }

  /** Its documents of that kind as they stand, without any lag, oldest first. */
  public List<Paper> papers(String kind) {
    return papers().stream().filter(paper -> paper.text("kind").equals(kind)).toList();
  }

  /** All its documents as they stand. UncheckedIOException when it does not answer. */
  public List<Paper> papers() {
    List<Paper> papers = new ArrayList<>();
    simulator
        .get("/control/documents")
        .path("items")
        .forEach(
            item -> {
              Map<String, String> fields = new TreeMap<>();
              item.properties().forEach(field -> fields.put(field.getKey(), text(field)));
              papers.add(new Paper(fields));
            });
    return papers;
  }

  /** Faults that it really committed, by name. */
  public Map<String, Long> statistics() {
    Map<String, Long> counts = new TreeMap<>();
    simulator
        .get("/control/statistics")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                counts.put(entry.getKey(), entry.getValue().asLong());
              }
            });
    return counts;
  }

  /** Faults by name with their probability, and times in milliseconds. None of them clears. */
  public void faults(Map<String, ? extends Number> faults) {
    simulator.post("/control/faults", faults);
  }

  private static String text(Map.Entry<String, JsonNode> field) {
    return field.getValue().asText();
  }

  /** One document: what it says, and its kind and number. */
  public record Paper(Map<String, String> fields) {
    public Paper {
      fields = Map.copyOf(fields);
    }

    /** Empty when it has no such field. */
    public String text(String field) {
      return fields.getOrDefault(field, "");
    }

    public boolean is(String field) {
      return Boolean.parseBoolean(text(field));
    }
  }
}
