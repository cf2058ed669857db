package io.millrace.bench;

import com.google.protobuf.Timestamp;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.bench.report.Measurement;
import io.millrace.bench.report.Rounds;
import io.millrace.edge.identity.Enrolment;
import io.millrace.edge.identity.IdentityFolder;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.folder.JournalFolder;
import io.millrace.edge.uplink.Uplink;
import io.millrace.edge.uplink.UplinkSettings;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Waiting;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.Origin;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.Quality;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * How many events of 200 bytes a second go from the agent's append to its acknowledgement:
 * journalled and forced, sent over mutual TLS, committed with their keys, acknowledged. Agent and
 * relay are separate processes with the options they are shipped with.
 */
final class UplinkBench implements Bench {
  private static final String NAME = "uplink";
  private static final double GOAL_PER_SECOND = 20_000;
  private static final String GOAL = "at least 20,000 events/s of 200 bytes, acknowledged";
  private static final int EVENTS = 100_000;
  private static final int EVENTS_BRIEF = 5_000;
  private static final int EVENT_BYTES = 200;
  private static final int PRESSES = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Clock clock = Clock.system();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String jvm() {
    return "agent";
  }

  @Override
  public List<Measurement> run(Scope scope) {
    try (Workplace place = Workplace.temporary()) {
      Path folder = Files.createDirectories(place.folder().resolve("relay"));
      List<String> command = Home.find().java("relay", UplinkRelay.class);
      command.add(folder.toString());
      Process relay = new ProcessBuilder(command).inheritIO().start();
      try {
        return List.of(measure(place.folder(), folder, relay, scope));
      } finally {
        relay.destroyForcibly().onExit().join();
      }
    } catch (IOException e) {
      return List.of(Measurement.notTried(NAME, GOAL, scope.seed(), e.toString()));
    }
  }

  private Measurement measure(Path place, Path relayFolder, Process relay, Scope scope)
      throws IOException {
    Path ready = relayFolder.resolve(UplinkRelay.READY);
    if (!Waiting.until(() -> Files.exists(ready) || !relay.isAlive(), PATIENCE)
        || !Files.exists(ready)) {
      return Measurement.notTried(NAME, GOAL, scope.seed(), "the relay did not start");
    }
    List<String> told = List.of(Files.readString(ready).split(" ", -1));
    IdentityFolder identity = new IdentityFolder(place.resolve("identity"));
    new Enrolment(identity, new SecureRandom(), NAME)
        .enrol(told.get(1), URI.create("https://localhost:" + told.get(0)));
    Random random = new Random(scope.seed());
    Ids ids = Ids.of(clock, random);
    try (Journal journal =
            JournalFolder.recover(place.resolve("journal"), JournalSettings.defaults(), clock, ids)
                .begin(() -> new byte[0]);
        Uplink.Running uplink =
            Uplink.start(journal, identity, UplinkSettings.of(List.of()), NAME, clock, random)) {
      return rounds(journal.events(), uplink, relay, new Made(ids, clock.now()), scope);
    }
  }

  private Measurement rounds(
      JournalStream events, Uplink.Running uplink, Process relay, Made made, Scope scope) {
    int count = scope.brief() ? EVENTS_BRIEF : EVENTS;
    int rounds = scope.brief() ? 1 : Rounds.COUNTED;
    round(events, made, count);
    double[] perSecond = new double[rounds];
    long agentBefore = cpuMicros(ProcessHandle.current());
    long relayBefore = cpuMicros(relay.toHandle());
    for (int i = 0; i < rounds; i++) {
      perSecond[i] = round(events, made, count);
    }
    double total = (double) count * rounds;
    double median = Rounds.median(perSecond);
    return Measurement.of(NAME, median >= GOAL_PER_SECOND, median, "events/s", GOAL, scope.seed())
        .with("agentCpuMicrosPerEvent", (cpuMicros(ProcessHandle.current()) - agentBefore) / total)
        .with("relayCpuMicrosPerEvent", (cpuMicros(relay.toHandle()) - relayBefore) / total)
        .with("eventBytes", made.bytes(0).length)
        .with("eventsPerRound", count)
        .with("rounds", rounds)
        .with("state", uplink.status().getState());
  }

  /** Events a second from the first append to the last acknowledgement. */
  private double round(JournalStream events, Made made, int count) {
    long begun = clock.nanos();
    long last = 0;
    for (int i = 0; i < count; i++) {
      last = events.append(made.bytes(i));
    }
    long awaited = last;
    if (!Waiting.until(() -> events.acknowledged() >= awaited, PATIENCE)) {
      throw new MillraceException(
          ErrorCode.UPLINK_UNREACHABLE,
          "acknowledged %d of %d".formatted(events.acknowledged(), awaited));
    }
    return count / ((clock.nanos() - begun) / 1e9);
  }

  private static long cpuMicros(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1_000;
  }

  /** Makes counts as presses do, each of about 200 bytes. */
  private static final class Made {
    private final Ids ids;
    private final Instant from;
    private long made;

    Made(Ids ids, Instant from) {
      this.ids = ids;
      this.from = from;
    }

    byte[] bytes(int number) {
      String press = "press-" + number % PRESSES;
      made++;
      Timestamp time =
          Timestamp.newBuilder()
              .setSeconds(from.getEpochSecond())
              .setNanos((int) (made % 1_000_000_000))
              .build();
      String id = ids.uuid();
      Event.Builder event =
          Event.newBuilder()
              .setId(id)
              .setOccurredAt(time)
              .setEquipment(UplinkRelay.PLANT + "/shop/line-1/" + press)
              .setKeys(Keys.newBuilder().setOrder("PO-1-" + made / 1_000))
              .setOrigin(
                  Origin.newBuilder()
                      .setSource(press)
                      .addTags("good")
                      .setQuality(Quality.QUALITY_GOOD))
              .setProductionCount(
                  ProductionCount.newBuilder()
                      .setCounter(press + ".good")
                      .setKind(CountKind.COUNT_KIND_GOOD)
                      .setGeneration(id)
                      .setFrom(made)
                      .setTo(made + 1)
                      .setFactor("1")
                      .setQuantity("1")
                      .setUnit("{piece}"));
      int missing = EVENT_BYTES - event.build().getSerializedSize();
      if (missing > 2) {
        event.setCorrelation("0".repeat(missing - 2));
      }
      return event.build().toByteArray();
    }
  }
}
