package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.base.time.Clock;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.folder.JournalInspection;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.Event;
import io.millrace.v1.GapReason;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeAgentIT {
  private static final Clock CLOCK = Clock.system();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SEED = 4711;

  private final PlantServer plant = PlantServer.start(PlantSettings.quiet(SEED), 0, 0, CLOCK);

  @TempDir Path folder;

  @AfterEach
  void stopThePlant() {
    plant.close();
  }

  private EdgeAgent start(Path file) {
    return EdgeAgent.start(AgentConfig.read(file), CLOCK, "test");
  }

  private static CounterStatus counter(EdgeAgent agent, String id) {
    return agent.status().getCountersList().stream()
        .filter(counter -> counter.getCounter().equals(id))
        .findFirst()
        .orElse(CounterStatus.getDefaultInstance());
  }

  private static void awaitCounts(EdgeAgent agent, int more) {
    long from = counter(agent, "press-1.good").getTo();
    await()
        .atMost(PATIENCE)
        .until(() -> counter(agent, "press-1.good").getTo() >= Math.max(from, 1) + more);
  }

  private List<Event> journalled() {
    List<Event> events = new ArrayList<>();
    JournalInspection.forEachEvent(
        folder.resolve("data/journal"),
        StreamName.EVENTS,
        (sequence, epoch, payload) -> events.add(parse(payload)));
    return events;
  }

  private static Event parse(byte[] payload) {
    try {
      return Event.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static List<ProductionCount> counts(List<Event> events, String id) {
    return events.stream()
        .filter(Event::hasProductionCount)
        .map(Event::getProductionCount)
        .filter(count -> count.getCounter().equals(id))
        .toList();
  }

  /** Each from is the to before, in one generation that one baseline opened. */
  private static void assertUnbroken(List<ProductionCount> chain) {
    assertThat(chain.get(0).getStart()).isEqualTo(GenerationStart.GENERATION_START_BASELINE);
    for (int at = 1; at < chain.size(); at++) {
      assertThat(chain.get(at).getStart()).isEqualTo(GenerationStart.GENERATION_START_UNSPECIFIED);
      assertThat(chain.get(at).getGeneration()).isEqualTo(chain.get(0).getGeneration());
      assertThat(chain.get(at).getFrom()).isEqualTo(chain.get(at - 1).getTo());
    }
  }

  @Test
  void countsWhatThePlantMakesAndSaysThatItIsNotEnrolled() throws IOException {
    try (EdgeAgent agent = start(AgentFileText.write(folder, plant))) {
      awaitCounts(agent, 5);

      var status = agent.status();
      assertThat(status.getSources(0).getState()).isEqualTo("active");
      assertThat(counter(agent, "press-1.good").getOrder()).startsWith("PO-1-");
      assertThat(status.getUplink().getState()).isEqualTo("not-enrolled");
      assertThat(status.getUplink().getHint()).contains("millrace-agent enrol");
      assertThat(status.getStreams(0).getBacklog()).isPositive();
    }
    assertUnbroken(counts(journalled(), "press-1.good"));
  }

  @Test
  void j3AfterARestartTheChainGoesOnWhereItWasJournalled() throws IOException {
    Path file = AgentFileText.write(folder, plant);
    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 5);
    }
    long before = counts(journalled(), "press-1.good").size();

    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 5);
    }

    List<ProductionCount> chain = counts(journalled(), "press-1.good");
    assertThat(chain.size()).isGreaterThan((int) before);
    assertUnbroken(chain);
  }

  @Test
  void j8EachStartDeclaresTheTimeInWhichNobodyLooked() throws IOException {
    Path file = AgentFileText.write(folder, plant);
    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 2);
    }
    assertThat(journalled()).noneMatch(Event::hasGap);

    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 2);
    }

    List<Event> gaps = journalled().stream().filter(Event::hasGap).toList();
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).getOrigin().getSource()).isEqualTo("press-1");
    assertThat(gaps.get(0).getGap().getReason()).isEqualTo(GapReason.GAP_REASON_AGENT_STOPPED);
    assertThat(gaps.get(0).getGap().getTo().getSeconds())
        .isGreaterThanOrEqualTo(gaps.get(0).getGap().getFrom().getSeconds());
  }

  @Test
  void p7RenamingASourceKeepsTheJournalAndTheChain() throws IOException {
    Path file = AgentFileText.write(folder, plant);
    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 5);
    }
    List<Event> before = journalled();

    AgentFileText.write(folder, "the-new-press", plant.presses().get(0).port());
    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 5);
    }

    List<Event> after = journalled();
    assertThat(after).startsWith(before.toArray(Event[]::new));
    assertUnbroken(counts(after, "press-1.good"));
    assertThat(after.get(after.size() - 1).getOrigin().getSource()).isEqualTo("the-new-press");
  }

  @Test
  void aDeviceThatIsAbsentAtStartIsSaidSoAndReadOnceItIsThere() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (EdgeAgent agent = start(AgentFileText.write(folder, "press-1", port))) {
      await().atMost(PATIENCE).until(() -> agent.status().getSources(0).getFailures() > 0);
      assertThat(agent.status().getSources(0).getState()).isEqualTo("connecting");
      assertThat(agent.status().getSources(0).getReason()).containsIgnoringCase("refused");
      assertThat(agent.status().getSources(0).getHint()).contains("millrace-agent test press-1");

      try (PlantServer late = PlantServer.start(PlantSettings.quiet(SEED), port, 0, CLOCK)) {
        assertThat(late.presses()).hasSize(1);
        await()
            .atMost(PATIENCE)
            .until(() -> agent.status().getSources(0).getState().equals("active"));
      }
    }
  }

  @Test
  void aSecondAgentOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws IOException {
    Path file = AgentFileText.write(folder, plant);
    try (EdgeAgent agent = start(file)) {
      assertThatThrownBy(() -> start(file))
          .hasMessage(
              "DATA_IN_USE: %s is held by process %d"
                  .formatted(folder.resolve("data"), ProcessHandle.current().pid()));
      awaitCounts(agent, 1);
    }
    start(file).close();
  }

  @Test
  void aCertificateOfAnotherPlantIsRefusedWhileReadingGoesOn() throws IOException {
    Path file = AgentFileText.write(folder, plant);
    Files.createDirectories(folder.resolve("data/identity"));
    Files.writeString(
        folder.resolve("data/identity/identity.yaml"),
        "agent: 'press-shop'\nplant: 'acme/linz'\nrelay: 'localhost:7443'\n");

    try (EdgeAgent agent = start(file)) {
      awaitCounts(agent, 1);

      await().atMost(PATIENCE).until(() -> agent.status().getUplink().getState().equals("refused"));
      assertThat(agent.status().getUplink().getReason())
          .isEqualTo(
              "PLANT_FOREIGN: the certificate is for plant acme/linz, the configuration says"
                  + " acme/graz: mend it, or enrol anew");
    }
  }

  @Test
  void closesBelowFiveSecondsWithASilentDevice() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      EdgeAgent agent = start(AgentFileText.write(folder, "press-1", silent.getLocalPort()));
      await().atMost(PATIENCE).until(() -> agent.status().getSources(0).getRequests() > 0);
      long began = CLOCK.nanos();

      agent.close();

      assertThat(Duration.ofNanos(CLOCK.nanos() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
