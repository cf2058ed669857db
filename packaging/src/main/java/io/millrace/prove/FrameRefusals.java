package io.millrace.prove;

import io.grpc.Status;
import io.millrace.prove.line.Box;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineFiles;
import io.millrace.prove.process.Program;
import io.millrace.prove.process.Waiting;
import io.millrace.prove.rogue.BigCaller;
import io.millrace.prove.rogue.RawPeer;
import io.millrace.prove.rogue.RogueAgent;
import io.millrace.v1.SourceStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Frames that are too large or none at all, on every port. One thread; blocks on programs. */
final class FrameRefusals {
  private static final int OVERSIZED_BYTES = 24 << 20;
  private static final int NONSENSE_BYTES = 512;
  private static final int GARBAGE_BYTES = 4_096;
  private static final String PRESS = "press-2";
  private static final String ACTIVE = "active";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Line line;
  private final byte[] garbage = new byte[GARBAGE_BYTES];

  FrameRefusals(Line line) {
    this.line = line;
    new SplittableRandom(1).nextBytes(garbage);
  }

  List<String> oversizedBatch() {
    return batch(
        "huge",
        OVERSIZED_BYTES,
        Status.Code.RESOURCE_EXHAUSTED,
        "ingest_refused_frame_invalid",
        "FRAME_INVALID",
        "exceeds maximum size");
  }

  List<String> malformedBatch() {
    return batch(
        "babbler",
        NONSENSE_BYTES,
        Status.Code.INVALID_ARGUMENT,
        "ingest_refused_batch_invalid",
        "BATCH_INVALID",
        "babbler");
  }

  List<String> garbageAtAgents() {
    return garbage(line.agentsPort(), "ingest_connections_refused", "connection closed: no TLS");
  }

  List<String> garbageAtApi() {
    return garbage(line.apiPort(), "api.connections.not_tls", "API port is not TLS");
  }

  List<String> oversizedRequest() {
    Seen seen = Seen.from(line);
    try {
      Status end =
          BigCaller.enrol(
              line.relayFolder().resolve("data/ca/root.pem"), line.apiPort(), OVERSIZED_BYTES);
      return seen.that(!end.isOk(), "the API port took " + OVERSIZED_BYTES + " bytes")
          .counted("api.requests.oversized")
          .relayLogs("FRAME_INVALID", "request to the API port is too large")
          .complaints();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The agent drops the connection, says so, and is well again when the device is. */
  List<String> garbageFromPress() {
    Seen seen = Seen.from(line);
    line.plant().fault(PRESS, "garbage");
    seen.that(Waiting.until(() -> isActive(PRESS, false), PATIENCE), PRESS + " still looks active")
        .that(isActive("press-1", true), "another press suffers")
        .inLog(line.agentProgram(), "source does not answer", PRESS, "FRAME_INVALID");
    line.plant().fault(PRESS, "none");
    return seen.that(
            Waiting.until(() -> isActive(PRESS, true), PATIENCE), PRESS + " did not come back")
        .inLog(line.agentProgram(), "source answers", PRESS)
        .complaints();
  }

  private List<String> batch(
      String name, int bytes, Status.Code status, String counter, String... words) {
    Box box = line.box(name);
    LineFiles.agent(
        box.folder(), line.presses(), line.agentsPort(), line.apiPort(), line.settings());
    Program enrol = box.command("enrol", line.code(LineFiles.PLANT, name));
    Seen seen = Seen.from(line).exit(enrol, 0);
    try (RogueAgent rogue = new RogueAgent(box.identity(), line.agentsPort())) {
      Status end = rogue.sendNonsense(bytes);
      seen.that(end.getCode() == status, "the relay ended the call with " + end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen.counted(counter).relayLogs(words).complaints();
  }

  private List<String> garbage(int port, String counter, String words) {
    Seen seen = Seen.from(line);
    try {
      return seen.that(
              RawPeer.isClosedAfter(port, garbage), "port " + port + " keeps the connection")
          .counted(counter)
          .relayLogs("FRAME_INVALID", words)
          .complaints();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the agent says so; an agent that says nothing proves neither. */
  private boolean isActive(String press, boolean expected) {
    return line.agentPages()
        .status()
        .filter(
            status ->
                status.getSourcesList().stream()
                    .filter(source -> source.getName().equals(press))
                    .map(SourceStatus::getState)
                    .anyMatch(state -> state.equals(ACTIVE) == expected))
        .isPresent();
  }
}
