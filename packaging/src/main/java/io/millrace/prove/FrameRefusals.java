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
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Frames that are too large or none at all, on every port. One thread; blocks on programs. */
final class FrameRefusals {
  private static final int OVERSIZED_BYTES = 24 << 20;
  private static final int NONSENSE_BYTES = 512;
  private static final int GARBAGE_BYTES = 4_096;
  private static final String PRESS = "press-2";
  private static final String ACTIVE = "active";
  private static final Pattern REFUSAL = Pattern.compile("refused|not_tls");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Line line;
  private final byte[] garbage = new byte[GARBAGE_BYTES];

  FrameRefusals(Line line) {
    this.line = line;
    new SplittableRandom(1).nextBytes(garbage);
  }

  List<String> oversizedBatch() {
    return batch("huge", OVERSIZED_BYTES, "FRAME_INVALID", Status.Code.RESOURCE_EXHAUSTED);
  }

  List<String> malformedBatch() {
    return batch("babbler", NONSENSE_BYTES, "BATCH_INVALID", Status.Code.INVALID_ARGUMENT);
  }

  List<String> garbageAtAgents() {
    return garbage(line.agentsPort());
  }

  List<String> garbageAtApi() {
    return garbage(line.apiPort());
  }

  List<String> oversizedRequest() {
    Map<String, Long> before = counts();
    try {
      Status end =
          BigCaller.enrol(
              line.relayFolder().resolve("data/ca/root.pem"), line.apiPort(), OVERSIZED_BYTES);
      return new Seen()
          .that(!end.isOk(), "the API port took " + OVERSIZED_BYTES + " bytes")
          .that(Waiting.until(() -> haveGrown(before), PATIENCE), "it was not counted")
          .inLog(line.relayProgram(), "FRAME_INVALID")
          .complaints();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The agent drops the connection, says so, and is well again when the device is. */
  List<String> garbageFromPress() {
    Seen seen = new Seen();
    line.plant().fault(PRESS, "garbage");
    seen.that(Waiting.until(() -> !isActive(PRESS), PATIENCE), PRESS + " still looks active")
        .that(isActive("press-1"), "another press suffers")
        .inLog(line.agentProgram(), PRESS);
    line.plant().fault(PRESS, "none");
    return seen.that(Waiting.until(() -> isActive(PRESS), PATIENCE), PRESS + " did not come back")
        .complaints();
  }

  private List<String> batch(String name, int bytes, String code, Status.Code status) {
    Map<String, Long> before = counts();
    Box box = line.box(name);
    LineFiles.agent(
        box.folder(), line.presses(), line.agentsPort(), line.apiPort(), line.settings());
    Program enrol = box.command("enrol", line.code(LineFiles.PLANT, name));
    Seen seen = new Seen().exit(enrol, 0);
    try (RogueAgent rogue = new RogueAgent(box.identity(), line.agentsPort())) {
      Status end = rogue.sendNonsense(bytes);
      seen.that(end.getCode() == status, "the relay ended the call with " + end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen.that(Waiting.until(() -> haveGrown(before), PATIENCE), "it was not counted")
        .inLog(line.relayProgram(), code)
        .complaints();
  }

  private List<String> garbage(int port) {
    Map<String, Long> before = counts();
    try {
      return new Seen()
          .that(RawPeer.isClosedAfter(port, garbage), "port " + port + " keeps the connection")
          .that(Waiting.until(() -> haveGrown(before), PATIENCE), "it was not counted")
          .inLog(line.relayProgram(), "FRAME_INVALID")
          .complaints();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isActive(String press) {
    return line.agentPages()
        .status()
        .filter(
            status ->
                status.getSourcesList().stream()
                    .filter(source -> source.getName().equals(press))
                    .map(SourceStatus::getState)
                    .anyMatch(ACTIVE::equals))
        .isPresent();
  }

  private Map<String, Long> counts() {
    return line.relayPages().status().map(status -> status.getCountsMap()).orElse(Map.of());
  }

  /** Whether something was refused since then. */
  private boolean haveGrown(Map<String, Long> before) {
    return counts().entrySet().stream()
        .filter(count -> REFUSAL.matcher(count.getKey()).find())
        .anyMatch(count -> count.getValue() > before.getOrDefault(count.getKey(), 0L));
  }
}
