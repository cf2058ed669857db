package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.uplink.AgentSide;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.fleet.FleetSide;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.RefusalLog;
import io.millrace.relay.ingest.RelaySide;
import io.millrace.relay.store.Store;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.PublishRequest;
import io.millrace.wire.MemoryJournal.MemoryStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both state machines and the real database, on a line that delays, cuts and leaves connections
 * half open, with restarts of either end: every durable record of both streams ends up in the log
 * once and in order, and nothing is acknowledged before another reader of the database sees it.
 */
class UplinkSim {
  private static final int STEPS = 1_500;
  private static final int HEALING_STEPS_MAX = 20_000;
  private static final int SEEDS = Math.min(20, Integer.getInteger("millrace.sim.seeds", 4));

  @TempDir Path folder;

  @Test
  void everyDurableRecordIsLoggedOnceAndInOrder() throws Exception {
    long first = new SecureRandom().nextInt(1_000_000);
    for (long seed = first; seed < first + SEEDS; seed++) {
      try (World world = new World(folder.resolve("s" + seed), seed)) {
        world.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** One agent, one relay, one line. */
  private static final class World implements AutoCloseable, AgentSide.Wire {
    private static final AgentName NAME = new AgentName("press-shop", "acme/graz");

    private final Random random;
    private final SimClock clock = new SimClock();
    private final Store store;
    private final Fleet fleet;
    private final X509Certificate certificate;
    private final EventLog log = new EventLog();
    private final MemoryJournal journal;
    private final List<MemoryStream> streams;
    private final List<String> early = new CopyOnWriteArrayList<>();
    private final List<SimConnection> connections = new ArrayList<>();
    private Ingest ingest;
    private RelaySide relay;
    private AgentSide agent;

    World(Path folder, long seed) throws Exception {
      this.random = new Random(seed);
      SecureRandom secure = new SecureRandom();
      CertificateAuthority authority =
          CertificateAuthority.init(
              folder.resolve("ca"),
              folder.resolveSibling(folder.getFileName() + ".key"),
              List.of("localhost"),
              clock,
              secure);
      this.store = Store.open(folder);
      this.fleet = Fleet.open(store, authority, folder.resolve("ca"), clock, secure);
      this.certificate = FleetSide.enrol(fleet, NAME);
      this.journal = new MemoryJournal("journal", uuid());
      this.streams = List.of(journal.events(), journal.telemetry());
      startRelay();
      startAgent();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        turn(random.nextInt(100));
        check();
      }
      for (MemoryStream stream : streams) {
        stream.force(stream.appended());
      }
      for (int step = 0; step < HEALING_STEPS_MAX && !isAllAcknowledged(); step++) {
        turn(random.nextInt(76));
        check();
      }

      assertThat(agent.status()).startsWith("connected");
      assertThat(isAllAcknowledged()).isTrue();
      assertThat(logged()).containsExactlyElementsOf(upTo(journal.events().appended()));
      assertThat(kept()).containsExactlyElementsOf(upTo(journal.telemetry().appended()));
    }

    private boolean isAllAcknowledged() {
      return streams.stream().allMatch(each -> each.acknowledged() == each.appended());
    }

    private static List<Long> upTo(long last) {
      return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private void turn(int dice) {
      if (dice < 20) {
        agent.work();
      } else if (dice < 45) {
        any().deliverUp(relay);
      } else if (dice < 70) {
        any().deliverDown(agent);
      } else if (dice < 76) {
        clock.pass(Duration.ofMillis(random.nextInt(2_000)));
      } else if (dice < 90) {
        append();
      } else if (dice < 94) {
        force();
      } else if (dice < 96) {
        cut();
      } else if (dice < 98) {
        someGone();
      } else if (dice < 99) {
        startRelay();
      } else {
        restartAgent();
      }
      store.writeNow(handle -> true);
      ingest.work();
      store.writeNow(handle -> true);
      ingest.work();
      connections.forEach(SimConnection::settle);
    }

    private void append() {
      if (random.nextInt(3) > 0) {
        long number = journal.events().appended() + 1;
        journal.events().append(Events.count(NAME.plant(), number).toByteArray());
      } else {
        long number = journal.telemetry().appended() + 1;
        journal.telemetry().append(Events.reading(NAME.plant(), number).toByteArray());
      }
    }

    private void force() {
      MemoryStream stream = streams.get(random.nextInt(streams.size()));
      long waiting = stream.appended() - stream.durable();
      stream.force(stream.durable() + random.nextLong(waiting + 1));
    }

    /** The agent's end notices; what is on the way may still arrive. */
    private void cut() {
      SimConnection newest = any();
      if (!newest.isLeft) {
        newest.isLeft = true;
        agent.ended(newest.number, "");
      }
    }

    private void someGone() {
      SimConnection one = any();
      one.gone();
      if (!one.isLeft) {
        one.isLeft = true;
        agent.ended(one.number, "");
      }
    }

    private void startRelay() {
      for (SimConnection each : List.copyOf(connections)) {
        each.gone();
        if (!each.isLeft && agent != null) {
          each.isLeft = true;
          agent.ended(each.number, "");
        }
      }
      ingest = new Ingest(store, log, fleet, new Cases(store, clock), new RefusalLog(clock), clock);
      relay = new RelaySide(ingest, fleet, NAME, certificate, this::heard);
    }

    private void restartAgent() {
      connections.forEach(each -> each.isLeft = true);
      journal.restart(uuid());
      startAgent();
    }

    private void startAgent() {
      connections.forEach(each -> each.isLeft = true);
      agent = new AgentSide(journal, this, clock, random);
    }

    /** On the thread that acknowledges; what another connection sees is committed. */
    private void heard(String stream, long sequence) {
      long committed = committed(stream);
      if (committed < sequence) {
        early.add("%s %d acknowledged, %d committed".formatted(stream, sequence, committed));
      }
    }

    private void check() {
      assertThat(early).isEmpty();
      for (MemoryStream stream : streams) {
        assertThat(stream.acknowledged()).isLessThanOrEqualTo(committed(stream.name().text()));
      }
    }

    private long committed(String stream) {
      String last =
          stream.equals("events")
              ? "SELECT coalesce(max(sequence), 0) FROM event_log"
              : "SELECT coalesce(max(last_sequence), 0) FROM telemetry_batch";
      return store.read(handle -> handle.createQuery(last).mapTo(long.class).one());
    }

    /** Sequences of all telemetry, batch after batch in order of arrival. */
    private List<Long> kept() {
      List<Long> sequences = new ArrayList<>();
      store
          .read(
              handle ->
                  handle
                      .createQuery(
                          "SELECT first_sequence, last_sequence, records FROM telemetry_batch"
                              + " ORDER BY position")
                      .map(
                          (row, context) -> {
                            long first = row.getLong(1);
                            long last = row.getLong(2);
                            assertThat(row.getLong(3)).isEqualTo(last - first + 1);
                            return LongStream.rangeClosed(first, last).boxed().toList();
                          })
                      .list())
          .forEach(sequences::addAll);
      return sequences;
    }

    private List<Long> logged() {
      return store.read(handle -> log.after(handle, 0, EventLog.PAGE_MAX)).stream()
          .map(each -> each.event().getProductionCount().getFrom())
          .toList();
    }

    private SimConnection any() {
      if (connections.isEmpty()) {
        return new SimConnection(-1, OpenSessionRequest.getDefaultInstance());
      }
      int newest = connections.size() - 1;
      return connections.get(
          Math.max(0, newest - (random.nextInt(4) == 0 ? random.nextInt(3) : 0)));
    }

    private String uuid() {
      return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    @Override
    public void open(int connection, OpenSessionRequest request) {
      connections.add(new SimConnection(connection, request));
    }

    @Override
    public void start(String stream, long session) {
      newest().start(stream, session);
    }

    @Override
    public void send(String stream, PublishRequest request) {
      newest().send(stream, request);
    }

    @Override
    public void hangUp() {
      if (!connections.isEmpty()) {
        newest().isLeft = true;
      }
    }

    @Override
    public boolean isReady() {
      return newest().up.size() < 20;
    }

    private SimConnection newest() {
      return connections.get(connections.size() - 1);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
