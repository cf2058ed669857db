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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Plant, business systems, relay and one enrolled agent at work on loopback. The presses stand
 * until they are told to run, so that nothing is made before everybody looks. One thread; its
 * methods block on the programs.
 */
public final class Line implements AutoCloseable {
  /** A start on a machine with other things to do. */
  public static final Duration START_MAX = Duration.ofSeconds(60);

  static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final Pattern CODE = Pattern.compile("MR1-[A-Z2-7]{32}-[0-9a-fA-F]{64}");
  private static final Pattern THUMBPRINT =
      Pattern.compile("\"state\":\"rejected\",\"thumbprint\":\"([0-9a-f]{40})\"");
  private static final String HOOK_VARIABLE = "QMS_WEBHOOK_SECRET";

  /** All secrets by the variable that holds them. */
  static final Map<String, String> SECRETS =
      Map.of(
          "ERP_SECRET",
          "demo-secret",
          "CRM_SECRET",
          "demo-secret-of-the-crm",
          "QMS_SECRET",
          "demo-secret-of-the-qms",
          HOOK_VARIABLE,
          "whsec_bWlsbHJhY2UgZGVtbyB3ZWJob29rIHNlY3JldA==");

  private final Home home;
  private final Processes processes;
  private final Workplace place;
  private final LineSettings settings;
  private final Ports ports = new Ports(new SplittableRandom());
  private final int agentsPort;
  private final int apiPort;
  private final int pagePort;
  private final List<BusinessSystem> systems;
  private final Map<String, Integer> presses = new LinkedHashMap<>();
  private final PlantControl plant;
  private final ErpControl erp;
  private final Registers registers;
  private final RelayPages relayPages;
  private final AgentPages agentPages;
  private final Program plantProgram;
  private final Set<Program> killed = new HashSet<>();
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
    this.plantProgram = startPlant();
    this.systems = startSystems();
    this.erp = new ErpControl(systems.get(0));
    writeRelayFiles();
    requireDone(relay("ca", "init", "--root-key", "../root.key"), "ca init");
    this.relayProgram = launchRelay();
    JsonNode ready = plantProgram.ready(START_MAX);
    ready
        .path("presses")
        .forEach(press -> presses.put(press.path("name").asText(), press.path("port").asInt()));
    this.plant = new PlantControl(ready.path("control").asInt());
    this.registers = new Registers(presses);
    writeAgentFile(ready.path("opcua"));
    opcuaPress().ifPresent(this::trustServer);
    relayProgram.ready(START_MAX);
    this.relayPages = new RelayPages(relayFolder().resolve("data"));
    enrol();
    this.agentProgram = startAgent();
    this.agentPages = new AgentPages(agentFolder().resolve("data"));
    systems.forEach(BusinessSystem::awaitReady);
    agentProgram.ready(START_MAX);
    awaitBaselines();
  }

  public PlantControl plant() {
    return plant;
  }

  /** The confirmations of the ERP. */
  public ErpControl erp() {
    return erp;
  }

  /** ERP first, then CRM and QMS where the line has them. */
  public List<BusinessSystem> systems() {
    return systems;
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

  /** The press that is read by OPC UA, if one is. */
  public Optional<String> opcuaPress() {
    return settings.extent().whole()
        ? Optional.of("press-" + settings.presses())
        : Optional.empty();
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
    for (Program program : List.of(plantProgram, relayProgram, agentProgram)) {
      requireAlive(program, killed.contains(program));
    }
    systems.forEach(system -> requireAlive(system.program(), system.isKilled()));
  }

  private static void requireAlive(Program program, boolean wasKilled) {
    if (!program.isAlive() && !wasKilled) {
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT, program.name() + " ended by itself\n" + program.lastLogLines());
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

  /** Ends the agent in order, so that its journal can be read. */
  public void stopAgent() {
    killed.add(agentProgram);
    agentProgram.stop(STOP_MAX);
  }

  /** Kills every program of the line. */
  public void killAll() {
    List.of(agentProgram, relayProgram, plantProgram).forEach(this::kill);
    systems.forEach(BusinessSystem::kill);
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
    if (settings.extent().whole()) {
      words.addAll(troubles(settings.extent()));
    }
    return processes.start(Launch.of("plant", place.folder(), place.logs(), words));
  }

  /** The last press speaks OPC UA too. */
  private List<String> troubles(Extent extent) {
    return List.of(
        "--opcua=press-" + settings.presses(),
        "--off-spec-every=" + extent.offSpecEvery(),
        "--breakdown-every=" + extent.breakdownEvery().toMillis() + "ms",
        "--breakdown-for=" + extent.breakdownFor().toMillis() + "ms");
  }

  private List<BusinessSystem> startSystems() {
    return settings.extent().whole()
        ? List.of(
            startSystem("erp"),
            startSystem("crm"),
            startSystem(
                "qms",
                "--release-after=2s",
                "--webhook=" + page().resolve("hooks/qms"),
                "--webhook-secret-env=" + HOOK_VARIABLE))
        : List.of(startSystem("erp"));
  }

  private BusinessSystem startSystem(String name, String... more) {
    int port = ports.next();
    List<String> words =
        new ArrayList<>(
            List.of(
                home.script("millrace-sim").toString(),
                name,
                "--port=" + port,
                "--data=" + place.folder().resolve(name),
                "--seed=" + settings.seed(),
                "--client=millrace",
                "--secret-env=" + name.toUpperCase(Locale.ROOT) + "_SECRET"));
    words.addAll(List.of(more));
    Launch launch = Launch.of(name, place.folder(), place.logs(), words).with(SECRETS);
    return new BusinessSystem(name, port, processes, launch);
  }

  private void writeRelayFiles() {
    if (settings.extent().whole()) {
      WholeFiles.relay(
          relayFolder(), home, agentsPort, apiPort, pagePort, systems, settings.target());
    } else {
      LineFiles.relay(
          relayFolder(), agentsPort, apiPort, pagePort, systems.get(0).port(), settings.target());
    }
  }

  private void writeAgentFile(JsonNode opcua) {
    if (settings.extent().whole()) {
      WholeFiles.OpcUa where =
          new WholeFiles.OpcUa(opcua.path("press").asText(), opcua.path("endpoint").asText());
      WholeFiles.agent(agentFolder(), presses, where, agentsPort, apiPort, settings);
    } else {
      LineFiles.agent(agentFolder(), presses, agentsPort, apiPort, settings);
    }
  }

  private Program launchRelay() {
    List<String> words = List.of(home.script("millrace-relay").toString(), "run");
    return processes.start(Launch.of("relay", relayFolder(), place.logs(), words).with(SECRETS));
  }

  private Program startAgent() {
    List<String> words = List.of(home.script("millrace-agent").toString(), "run");
    return processes.start(Launch.of("agent", agentFolder(), place.logs(), words));
  }

  private void enrol() {
    String code = relayPages.newCode(LineFiles.PLANT, LineFiles.AGENT);
    requireDone(agent("enrol", code), "enrol");
  }

  /** As a person would, who looks again when a busy server did not answer in time. */
  private void trustServer(String source) {
    if (!Waiting.until(() -> hasTrusted(source), START_MAX)) {
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT, source + " never showed its certificate in " + START_MAX);
    }
  }

  /** The first look refuses the server's certificate, and keeps it. */
  private boolean hasTrusted(String source) {
    agent("test", source);
    Matcher shown =
        THUMBPRINT.matcher(String.join("\n", agent("trust", source, "--json").output()));
    return shown.find() && agent("trust", source, "--accept", shown.group(1)).exitCode() == 0;
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
    return processes.run(Launch.of(name, folder, place.logs(), command).with(SECRETS), START_MAX);
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
