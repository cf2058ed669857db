package io.millrace.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.base.time.Clock;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.folder.JournalInspection;
import io.millrace.sim.opcua.OpcUaFault;
import io.millrace.sim.opcua.OpcUaPress;
import io.millrace.sim.opcua.OpcUaSettings;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import io.millrace.v1.ProductionCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that goes away and comes back, again and again, while the press goes on: 3 times, or as
 * often as {@code millrace.opcua.restarts} says. Once it is shut down, once its process is killed.
 */
class OpcUaOutageIT {
  private static final Clock CLOCK = Clock.system();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int RESTARTS = Integer.getInteger("millrace.opcua.restarts", 3);
  private static final long SEED = Long.getLong("millrace.seed", 815);

  private static final long LONG_MS = 35_000;

  /** Two publishing intervals and two of the server's signs of life. */
  private static final Duration TWO_PERIODS = Duration.ofMillis(2_400);

  private final PlantServer plant =
      PlantServer.start(
          new PlantSettings(SEED, 1, 20, false, Duration.ofSeconds(4), true, null, true),
          0,
          0,
          new OpcUaSettings("press-1", 0, null),
          CLOCK);
  private final OpcUaPress server = plant.opcua().orElseThrow();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    plant.close();
  }

  @Test
  void everySubscriptionComesBackEveryStretchIsAGapAndNoCountIsLostOrRepeated()
      throws IOException, InterruptedException {
    outages(
        server.endpoint(),
        () -> server.misbehave(OpcUaFault.DOWN),
        () -> server.misbehave(OpcUaFault.NONE));
  }

  @Test
  void soItIsWhenTheServersProcessIsKilled() throws IOException, InterruptedException {
    try (ServerProcess process = new ServerProcess(plant.controlPort())) {
      process.start();
      outages(process.endpoint(), process::kill, process::start);
    }
  }

  private void outages(String endpoint, Runnable down, Runnable up)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Instant[]> outages = new ArrayList<>();
    try (EdgeAgent agent = start(endpoint)) {
      await().atMost(PATIENCE).until(() -> counters(agent) == 2);
      PlantControl control = new PlantControl(plant.controlPort());
      control.post("/run");
      for (int round = 0; round < RESTARTS; round++) {
        awaitMore(agent, 10);
        // every tenth outlasts the library's own attempts
        long ms = round % 10 == 9 ? LONG_MS : random.nextLong(500, 6_000);
        outages.add(outage(agent, Duration.ofMillis(ms), down, up));
      }
      awaitMore(agent, 10);
      control.post("/stop");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(total(agent, "press-1.good")).isEqualTo(control.made("good"));
                assertThat(total(agent, "press-1.scrap")).isEqualTo(control.made("scrap"));
              });
      assertThat(agent.status().getSources(0).getState()).isEqualTo("active");
    }
    List<Event> events = journalled();
    assertUnbroken(events, "press-1.good");
    assertUnbroken(events, "press-1.scrap");
    outages.forEach(outage -> assertDeclared(outage, gaps(events)));
    assertThat(gaps(events)).hasSize(2 * RESTARTS); // its begin and its end
  }

  private static Instant[] outage(EdgeAgent agent, Duration length, Runnable down, Runnable up) {
    Instant from = CLOCK.now();
    down.run();
    long until = CLOCK.nanos() + length.toNanos();
    await().atMost(PATIENCE).until(() -> CLOCK.nanos() - until >= 0);
    up.run();
    Instant back = CLOCK.now();
    await().atMost(PATIENCE).until(() -> agent.status().getSources(0).getState().equals("active"));
    await()
        .atMost(PATIENCE)
        .until(() -> Instant.parse(agent.status().getSources(0).getLastReadingAt()).isAfter(back));
    return new Instant[] {from, back, CLOCK.now()};
  }

  /** One closed gap spans it, and reaches no further than two periods beyond. */
  private static void assertDeclared(Instant[] outage, List<Gap> gaps) {
    assertThat(gaps)
        .as("gap of the outage from %s to %s, seen again until %s", outage[0], outage[1], outage[2])
        .anyMatch(
            gap ->
                gap.hasTo()
                    && !at(gap.getFrom()).isAfter(outage[0].plusMillis(300))
                    && at(gap.getFrom()).isAfter(outage[0].minus(TWO_PERIODS))
                    && !at(gap.getTo()).isBefore(outage[1])
                    && at(gap.getTo()).isBefore(outage[2].plus(TWO_PERIODS)));
  }

  private static Instant at(com.google.protobuf.Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static List<Gap> gaps(List<Event> events) {
    return events.stream()
        .filter(Event::hasGap)
        .map(Event::getGap)
        .filter(gap -> gap.getReason() == GapReason.GAP_REASON_SOURCE_UNREACHABLE)
        .toList();
  }

  private static void assertUnbroken(List<Event> events, String id) {
    List<ProductionCount> chain =
        events.stream()
            .filter(Event::hasProductionCount)
            .map(Event::getProductionCount)
            .filter(count -> count.getCounter().equals(id))
            .toList();
    assertThat(chain).hasSizeGreaterThan(1);
    for (int at = 1; at < chain.size(); at++) {
      assertThat(chain.get(at).getFrom()).isEqualTo(chain.get(at - 1).getTo());
      assertThat(chain.get(at).getGeneration()).isEqualTo(chain.get(0).getGeneration());
    }
  }

  private static void awaitMore(EdgeAgent agent, int pieces) {
    long from = total(agent, "press-1.good");
    await().atMost(PATIENCE).until(() -> total(agent, "press-1.good") >= from + pieces);
  }

  private static long counters(EdgeAgent agent) {
    return agent.status().getCountersList().stream()
        .filter(counter -> !counter.getGeneration().isEmpty())
        .count();
  }

  private static long total(EdgeAgent agent, String id) {
    return agent.status().getCountersList().stream()
        .filter(counter -> counter.getCounter().equals(id))
        .map(CounterStatus::getTotal)
        .mapToLong(text -> text.isEmpty() ? 0 : Long.parseLong(text))
        .findFirst()
        .orElse(0);
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

  private EdgeAgent start(String endpoint) throws IOException {
    Path file = AgentFileText.writeOpcUa(folder, endpoint);
    return EdgeAgent.start(AgentConfig.read(file), CLOCK, "test");
  }
}
