package io.millrace.prove;

import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.prove.line.Box;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineFiles;
import io.millrace.prove.line.OtherCompany;
import io.millrace.prove.process.Program;
import io.millrace.prove.process.Waiting;
import io.millrace.prove.rogue.RogueAgent;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.Event;
import io.millrace.v1.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.net.ssl.SSLException;

/** Codes and certificates that must not be accepted. One thread; blocks on programs. */
final class PaperRefusals {
  private static final Duration LIVE_MAX = Duration.ofSeconds(60);
  private static final String API_REFUSED = "api.requests.refused";
  private static final String FOREIGN_PLANT = "acme/linz";

  private final Line line;

  PaperRefusals(Line line) {
    this.line = line;
  }

  List<String> usedCode() {
    String code = line.code(LineFiles.PLANT, "packing");
    Program first = box("packing", "packing", LineFiles.PLANT).command("enrol", code);
    Seen seen = Seen.from(line);
    Program second = box("thief", "packing", LineFiles.PLANT).command("enrol", code);
    return seen.exit(first, 0)
        .exit(second, 1)
        .inLog(second, "ENROLMENT_REFUSED", "was used at")
        .relayLogs("ENROLMENT_REFUSED", "was used at")
        .counted(API_REFUSED)
        .complaints();
  }

  List<String> expiredCode() {
    String code = line.code(LineFiles.PLANT, "late", "--valid", "1s");
    Waiting.rest(Duration.ofSeconds(2));
    Seen seen = Seen.from(line);
    Program enrol = box("late", "late", LineFiles.PLANT).command("enrol", code);
    return seen.exit(enrol, 1)
        .inLog(enrol, "ENROLMENT_REFUSED", "expired")
        .relayLogs("ENROLMENT_REFUSED", "expired at")
        .counted(API_REFUSED)
        .complaints();
  }

  List<String> revoked() {
    Box box = enrolled("paint-shop", LineFiles.PLANT);
    Program agent = box.run();
    Seen seen = Seen.from(line);
    seen.that(
        Waiting.until(() -> isLive("paint-shop", true), LIVE_MAX), "paint-shop never was live");
    Program revoke = line.relay("agent", "revoke", "paint-shop", "--reason", "box was stolen");
    seen.exit(revoke, 0)
        .that(
            Waiting.until(() -> isLive("paint-shop", false), LIVE_MAX), "paint-shop is still live")
        .inLog(agent, "AGENT_REVOKED")
        .relayLogs("AGENT_REVOKED", "box was stolen")
        .counted("ingest_refused_agent_revoked")
        .that(agent.isAlive(), "the revoked agent no longer keeps its journal");
    agent.kill();
    return seen.complaints();
  }

  List<String> copied() {
    Seen seen = Seen.from(line);
    Program copy = line.box("clone").copiedFrom(line.agentFolder()).run();
    seen.inLog(copy, "AGENT_CLONED")
        .relayLogs("AGENT_CLONED", LineFiles.AGENT)
        .counted("ingest_refused_agent_cloned")
        .that(isLive(LineFiles.AGENT, true), "the original is no longer live");
    copy.kill();
    return seen.complaints();
  }

  /** Enrolled at another company's relay, then pointed at this one. */
  List<String> unknownRoot() {
    try (OtherCompany other = line.otherCompany()) {
      Box box = line.box("stranger").configured(yaml("stranger", LineFiles.PLANT, other.apiPort()));
      Program enrol = box.command("enrol", other.code(LineFiles.PLANT, "stranger"));
      box.configured(yaml("stranger", LineFiles.PLANT, line.apiPort()));
      Seen seen = Seen.from(line);
      Program agent = box.run();
      seen.exit(enrol, 0)
          .inLog(agent, "CERTIFICATE_INVALID", "root")
          .relayLogs("no certificate of ours")
          .counted("ingest_connections_refused")
          .that(agent.isAlive(), "the agent no longer keeps its journal");
      agent.kill();
      return seen.complaints();
    }
  }

  List<String> foreignConfiguration() {
    Box box = enrolled("moulding", LineFiles.PLANT);
    box.configured(yaml("moulding", FOREIGN_PLANT));
    Seen seen = Seen.from(line);
    Program agent = box.run();
    seen.inLog(agent, "PLANT_FOREIGN", LineFiles.PLANT, FOREIGN_PLANT)
        .that(agent.isAlive(), "the agent no longer keeps its journal")
        .that(isLive("moulding", false), "it has a session");
    agent.kill();
    return seen.complaints();
  }

  List<String> foreignEvents() {
    Box box = enrolled("rogue", LineFiles.PLANT);
    Seen seen = Seen.from(line);
    try (RogueAgent rogue = new RogueAgent(box.identity(), line.agentsPort())) {
      Status end = rogue.send(foreignEvent());
      return seen.that(
              Objects.toString(end.getDescription(), "").contains("PLANT_FOREIGN"),
              "the relay ended the call with " + end)
          .relayLogs("PLANT_FOREIGN", FOREIGN_PLANT)
          .counted("ingest_refused_plant_foreign")
          .complaints();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Box enrolled(String name, String plant) {
    Box box = box(name, name, plant);
    Program enrol = box.command("enrol", line.code(plant, name));
    if (enrol.exitCode() != 0) {
      throw new IllegalStateException(name + " cannot enrol\n" + enrol.lastLogLines());
    }
    return box;
  }

  private Box box(String folder, String unit, String plant) {
    return line.box(folder).configured(yaml(unit, plant));
  }

  /** One state of one press, as a machine of its own: no counter has two owners. */
  private String yaml(String unit, String plant) {
    return yaml(unit, plant, line.apiPort());
  }

  private String yaml(String unit, String plant, int apiPort) {
    return """
    plant: %s
    data: data
    relay:
      addresses: [localhost:%d]
      api: https://localhost:%d
    sources:
      - name: plc
        modbus: {host: 127.0.0.1, port: %d, unit: 1}
        poll: 500ms
        timeout: 1s
        tags:
          state: {holding: 6, type: uint16}
    states:
      - equipment: %s/line-1/machine
        source: plc
        tag: state
        names: {0: STOPPED, 1: RUNNING, 2: SETUP, 3: FAULT}
    """
        .formatted(
            plant,
            line.agentsPort(),
            apiPort,
            Objects.requireNonNull(line.presses().get("press-1")),
            unit);
  }

  /** Whether the relay says so; a relay that says nothing proves neither. */
  private boolean isLive(String agent, boolean expected) {
    return line.relayPages()
        .status()
        .filter(
            status ->
                status.getAgentsList().stream()
                    .filter(known -> known.getAgent().equals(agent))
                    .map(AgentStatus::getLive)
                    .anyMatch(live -> live == expected))
        .isPresent();
  }

  private static Event foreignEvent() {
    Instant now = Clock.system().now();
    Timestamp at = Timestamp.newBuilder().setSeconds(now.getEpochSecond()).build();
    return Event.newBuilder()
        .setId(Ids.of(Clock.system(), new SplittableRandom()).uuid())
        .setOccurredAt(at)
        .setObservedAt(at)
        .setEquipment(FOREIGN_PLANT + "/press-shop/line-1/press-1")
        .setMachineState(MachineState.newBuilder().setState("RUNNING").setRaw(1))
        .build();
  }
}
