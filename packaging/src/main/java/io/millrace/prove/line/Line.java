package io.millrace.prove.line;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import io.millrace.prove.process.Waiting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plant, ERP, relay and one enrolled agent at work on loopback. The presses stand until they are
 * told to run, so that nothing is made before everybody looks. One thread; its methods block on the
 * programs.
 */
public final class Line implements AutoCloseable {
  /** A start on a machine with other things to do. */
  public static final Duration START_MAX = Duration.ofSeconds(60);

  static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final Pattern CODE = Pattern.compile("MR1-[A-Z2-7]{32}-[0-9a-fA-F]{64}");
  static final String SECRET_VARIABLE = "ERP_SECRET";
  static final String SECRET = "demo-secret";

  private final Home home;
  private final Processes processes;
  private final Workplace place;
  private final LineSettings settings;
  private final Ports ports = new Ports(new SplittableRandom());
  private final int agentsPort;
  private final int apiPort;
  private final int pagePort;
  private final int erpPort;
  private final Map<String, Integer> presses = new LinkedHashMap<>();
  private final PlantControl plant;
  private final ErpControl erp;
  private final Registers registers;
  private final RelayPages relayPages;
  private final AgentPages agentPages;
  private final Program plantProgram;
  private final Set<Program> killed = new HashSet<>();
  private Program erpProgram;
  private Program relayProgram;
  private Program agentProgram;

  /** Sets everything up and starts it; returns when the agent has seen every counter. */
  public Line(Home home, Processes processes, Workplace place, LineSettings settings) {
    this.home = home;
    this.processes = processes;
    this.place = place;
    this.settings = settings;
    this.agentsPort = ports.next();
    this.apiPort = ports.next();
    this.pagePort = ports.next();
    this.erpPort = ports.next();
    this.plantProgram = startPlant();
    this.erpProgram = startErp();
    this.erp = new ErpControl(erpPort);
    LineFiles.relay(relayFolder(), agentsPort, apiPort, pagePort, erpPort, settings.target());
    requireDone(relay("ca", "init", "--root-key", "../root.key"), "ca init");
    this.relayProgram = launchRelay();
    JsonNode ready = plantProgram.ready(START_MAX);
    ready
        .path("presses")
        .forEach(press -> presses.put(press.path("name").asText(), press.path("port").asInt()));
    this.plant = new PlantControl(ready.path("control").asInt());
    this.registers = new Registers(presses);
    LineFiles.agent(agentFolder(), presses, agentsPort, apiPort, settings);
    relayProgram.ready(START_MAX);
    this.relayPages = new RelayPages(relayFolder().resolve("data"));
    enrol();
    this.agentProgram = startAgent();
    this.agentPages = new AgentPages(agentFolder().resolve("data"));
    erpProgram.ready(START_MAX);
    agentProgram.ready(START_MAX);
    awaitBaselines();
  }

  public PlantControl plant() {
    return plant;
  }

  public ErpControl erp() {
    return erp;
  }

  public Registers registers() {
    return registers;
  }

  public RelayPages relayPages() {
    return relayPages;
  }

  public AgentPages agentPages() {
    return agentPages;
  }

  public Program agentProgram() {
    return agentProgram;
  }

  public Program relayProgram() {
    return relayProgram;
  }

  public Workplace place() {
    return place;
  }

  /** The agent's folder: agent.yaml, data. */
  public Path agentFolder() {
    return place.folder().resolve("agent");
  }

  /** The relay's folder: relay.yaml, targets, flows, data. */
  public Path relayFolder() {
    return place.folder().resolve("relay");
  }

  public int agentsPort() {
    return agentsPort;
  }

  public int apiPort() {
    return apiPort;
  }

  /** Where people look at it. */
  public URI page() {
    return URI.create("http://127.0.0.1:" + pagePort + "/");
  }

  /** PROGRAM_FAULT when a program that nobody killed has ended; with the end of its log. */
  public void requireAlive() {
    for (Program program : List.of(plantProgram, erpProgram, relayProgram, agentProgram)) {
      if (!program.isAlive() && !killed.contains(program)) {
        throw new MillraceException(
            ErrorCode.PROGRAM_FAULT,
            program.name() + " ended by itself\n" + program.lastLogLines());
      }
    }
  }

  /** Kills the agent, as a power cut of its process would. */
  public void killAgent() {
    kill(agentProgram);
  }

  /** Starts the agent again, without waiting for it. */
  public void restartAgent() {
    agentProgram = startAgent();
  }

  /** Kills the relay. */
  public void killRelay() {
    kill(relayProgram);
  }

  /** Starts the relay again, without waiting for it. */
  public void restartRelay() {
    relayProgram = launchRelay();
  }

  /** Kills the ERP simulator. */
  public void killErp() {
    kill(erpProgram);
  }

  /** Starts the ERP simulator again, on its documents and without faults; waits for it. */
  public void restartErp() {
    erpProgram = startErp();
    erpProgram.ready(START_MAX);
  }

  /** Ends the agent in order, so that its journal can be read. */
  public void stopAgent() {
    killed.add(agentProgram);
    agentProgram.stop(STOP_MAX);
  }

  /** Kills every program of the line. */
  public void killAll() {
    List.of(agentProgram, relayProgram, erpProgram, plantProgram).forEach(this::kill);
  }

  /** A folder for one more agent. */
  public Box box(String name) {
    return new Box(home, processes, name, place);
  }

  /** A relay that trusts another root; runs until closed. */
  public OtherCompany otherCompany() {
    return new OtherCompany(this, place, processes, home, ports);
  }

  /** Modbus ports by the name of the press. */
  public Map<String, Integer> presses() {
    return Map.copyOf(presses);
  }

  /** Runs a command of the agent to its end. */
  public Program agent(String... words) {
    return run("agent-command", "millrace-agent", agentFolder(), words);
  }

  /** Runs a command of the relay to its end. */
  public Program relay(String... words) {
    return relayIn(relayFolder(), words);
  }

  /** The same in another folder. */
  public Program relayIn(Path folder, String... words) {
    return run("relay-command", "millrace-relay", folder, words);
  }

  public LineSettings settings() {
    return settings;
  }

  /** Makes a one-time code at the running relay. */
  public String code(String plantPath, String agentName, String... more) {
    List<String> words =
        new ArrayList<>(List.of("enrol", "code", "--plant", plantPath, "--agent", agentName));
    words.addAll(List.of(more));
    Program made = relay(words.toArray(String[]::new));
    requireDone(made, "enrol code");
    return codeIn(made);
  }

  static String codeIn(Program made) {
    Matcher code = CODE.matcher(String.join("\n", made.output()));
    if (!code.find()) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "no code in " + made.output());
    }
    return code.group();
  }

  private void kill(Program program) {
    killed.add(program);
    program.kill();
  }

  private Program startPlant() {
    List<String> words =
        new ArrayList<>(
            List.of(
                home.script("millrace-sim").toString(),
                "plant",
                "--seed=" + settings.seed(),
                "--presses=" + settings.presses(),
                "--rate=" + settings.rate(),
                "--port=0",
                "--control=0",
                "--stopped",
                "--order-every=24h",
                "--stop-at-order-change=" + settings.stopAtOrderChange()));
    if (settings.startNearRollover()) {
      words.add("--start-near-rollover");
    }
    return processes.start(Launch.of("plant", place.folder(), place.logs(), words));
  }

  private Program startErp() {
    List<String> words =
        List.of(
            home.script("millrace-sim").toString(),
            "erp",
            "--port=" + erpPort,
            "--data=" + place.folder().resolve("erp"),
            "--seed=" + settings.seed(),
            "--client=millrace",
            "--secret-env=" + SECRET_VARIABLE);
    return processes.start(
        Launch.of("erp", place.folder(), place.logs(), words).with(SECRET_VARIABLE, SECRET));
  }

  private Program launchRelay() {
    List<String> words = List.of(home.script("millrace-relay").toString(), "run");
    return processes.start(
        Launch.of("relay", relayFolder(), place.logs(), words).with(SECRET_VARIABLE, SECRET));
  }

  private Program startAgent() {
    List<String> words = List.of(home.script("millrace-agent").toString(), "run");
    return processes.start(Launch.of("agent", agentFolder(), place.logs(), words));
  }

  private void enrol() {
    String code = relayPages.newCode(LineFiles.PLANT, LineFiles.AGENT);
    requireDone(agent("enrol", code), "enrol");
  }

  /** Until then a piece would be made that no counter's chain begins below. */
  private void awaitBaselines() {
    boolean seen =
        Waiting.until(
            () ->
                registers.areSeen()
                    && agentPages
                        .status()
                        .filter(status -> status.getCountersCount() == 2 * presses.size())
                        .isPresent(),
            START_MAX);
    if (!seen) {
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT,
          "the agent has not read all counters\n" + agentProgram.lastLogLines());
    }
  }

  private Program run(String name, String program, Path folder, String... words) {
    List<String> command = new ArrayList<>(List.of(home.script(program).toString()));
    command.addAll(List.of(words));
    return processes.run(
        Launch.of(name, folder, place.logs(), command).with(SECRET_VARIABLE, SECRET), START_MAX);
  }

  private static void requireDone(Program program, String what) {
    if (program.exitCode() != 0) {
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT,
          what + " ended with " + program.exitCode() + "\n" + program.lastLogLines());
    }
  }

  @Override
  public void close() {
    registers.close();
    relayPages.close();
    agentPages.close();
  }
}
