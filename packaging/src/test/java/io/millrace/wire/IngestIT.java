package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.millrace.base.time.Clock;
import io.millrace.edge.identity.Identity;
import io.millrace.edge.identity.IdentityFolder;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.FleetSide;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.RefusalLog;
import io.millrace.relay.ingest.RelaySide;
import io.millrace.v1.Batch;
import io.millrace.v1.EpochRange;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishRequest;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the relay says to an agent that speaks wrongly, late or twice. */
class IngestIT {
  @TempDir Path folder;
  private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
  private RelayRig relay;
  private RawAgent agent;

  @BeforeEach
  void start() throws Exception {
    relay = new RelayRig(folder.resolve("relay"), new LaterClock(), 0);
    AgentRig.enrol(folder.resolve("identity"), relay);
    Identity identity = new IdentityFolder(folder.resolve("identity")).load().orElseThrow();
    agent = new RawAgent(identity, relay);
  }

  @AfterEach
  void stop() {
    agent.close();
    relay.close();
  }

  @Test
  void j3ABatchThatComesTwiceIsLoggedOnceAndAcknowledgedTwice() throws Exception {
    StreamObserver<PublishRequest> call = agent.publish(agent.open(100).getSession());

    call.onNext(RawAgent.of(RawAgent.batch(1, 10)));
    call.onNext(RawAgent.of(RawAgent.batch(1, 10)));
    call.onNext(RawAgent.of(RawAgent.batch(6, 15)));

    assertThat(agent.answer()).isEqualTo("ack 10");
    assertThat(agent.answer()).isEqualTo("ack 10");
    assertThat(agent.answer()).isEqualTo("ack 15");
    assertLogged(LongStream.rangeClosed(1, 15));
  }

  @Test
  void j8AnUndeclaredHoleIsRefusedAndADeclaredOneIsFilledLater() throws Exception {
    long session = agent.open(100).getSession();
    agent.publish(session).onNext(RawAgent.of(RawAgent.batch(2, 3)));
    assertThat(agent.answer()).contains("INVALID_ARGUMENT: BATCH_INVALID").contains("not declared");

    StreamObserver<PublishRequest> call = agent.publish(session);
    call.onNext(RawAgent.of(RawAgent.hole(1, 10)));
    call.onNext(RawAgent.of(RawAgent.batch(11, 12)));
    call.onNext(RawAgent.of(RawAgent.batch(4, 5)));
    call.onNext(RawAgent.of(RawAgent.batch(4, 6)));

    assertThat(agent.answer()).isEqualTo("ack 10");
    assertThat(agent.answer()).isEqualTo("ack 12");
    assertThat(agent.answer()).isEqualTo("ack 12");
    assertThat(agent.answer()).isEqualTo("ack 12");
    assertLogged(LongStream.of(11, 12, 4, 5, 6));
    assertThat(relay.holes()).containsExactly("1..3 JOURNAL_DAMAGED", "7..10 JOURNAL_DAMAGED");
  }

  @Test
  void j1ASessionThatWasReplacedCommitsNothing() throws Exception {
    StreamObserver<PublishRequest> old = agent.publish(agent.open(100).getSession());
    old.onNext(RawAgent.of(RawAgent.batch(1, 5)));
    assertThat(agent.answer()).isEqualTo("ack 5");

    OpenSessionResponse next = agent.open(100);
    old.onNext(RawAgent.of(RawAgent.batch(6, 10)));

    assertThat(next.getStreams(0).getResumeSequence()).isEqualTo(6);
    await().until(() -> String.valueOf(agent.answers.poll()).contains("ABORTED: SESSION_FENCED"));
    assertLogged(LongStream.rangeClosed(1, 5));
  }

  @Test
  void aSessionThatOpensAndThatIsLostAreSaidInTheLog() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("io.millrace.relay.ingest");
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(said);
    try {
      StreamObserver<PublishRequest> call = agent.publish(agent.open(100).getSession());
      call.onNext(RawAgent.of(RawAgent.batch(1, 5)));
      assertThat(agent.answer()).isEqualTo("ack 5");
      agent.close();

      await()
          .untilAsserted(
              () ->
                  assertThat(List.copyOf(said.list))
                      .extracting(ILoggingEvent::getFormattedMessage)
                      .containsExactly("session opened", "session lost"));
    } finally {
      logger.detachAppender(said);
      logger.setLevel(null);
    }
  }

  @Test
  void j1TheFenceStandsInTheDatabaseNotInTheCall() throws Exception {
    AgentName name = new AgentName(RelayRig.AGENT, RelayRig.PLANT);
    X509Certificate certificate = FleetSide.enrol(relay.fleet, name);
    Clock clock = new LaterClock();
    Ingest unaware =
        new Ingest(relay.store, relay.log, relay.fleet, relay.cases, new RefusalLog(clock), clock);
    RelaySide side =
        new RelaySide(unaware, relay.fleet, name, certificate, (stream, sequence) -> {});
    CompletableFuture<OpenSessionResponse> opened = side.open(RawAgent.request(RawAgent.EPOCH, 9));
    await().until(() -> unaware.work() >= 0 && opened.isDone());
    List<String> ends = new CopyOnWriteArrayList<>();
    RelaySide.Call old =
        side.publish(
            "events", opened.join().getSession(), down -> {}, end -> ends.add(end.getMessage()));

    agent.open(9);
    old.take(RawAgent.of(RawAgent.batch(1, 5)));

    await().until(() -> !ends.isEmpty());
    assertThat(ends.get(0)).startsWith("SESSION_FENCED");
    assertThat(relay.logged()).isEmpty();
  }

  @Test
  void j1TheNextRunCannotLeaveOutWhatTheOneBeforeHadLeft() throws Exception {
    StreamObserver<PublishRequest> call = agent.publish(agent.open(100).getSession());
    call.onNext(RawAgent.of(RawAgent.batch(1, 5)));
    assertThat(agent.answer()).isEqualTo("ack 5");
    call.onCompleted();
    assertThat(agent.answer()).isEqualTo("completed");

    OpenSessionResponse next = agent.open("epoch-2", RawAgent.EPOCH, 8, 9, 20);
    assertThat(next.getStreams(0).getResumeSequence()).isEqualTo(6);
    StreamObserver<PublishRequest> second = agent.publish(next.getSession());
    second.onNext(RawAgent.of(RawAgent.batch(9, 10).setEpoch("epoch-2")));
    assertThat(agent.answer()).contains("BATCH_INVALID");
  }

  @Test
  void j1NorWhenItTellsOfBothRuns() throws Exception {
    EpochRange before = RawAgent.run(RawAgent.EPOCH, "", 0, 1, 8);
    StreamObserver<PublishRequest> call = agent.publish(agent.open(8).getSession());
    call.onNext(RawAgent.of(RawAgent.batch(1, 5)));
    assertThat(agent.answer()).isEqualTo("ack 5");
    call.onCompleted();
    assertThat(agent.answer()).isEqualTo("completed");

    OpenSessionResponse next =
        agent.open(before, RawAgent.run("epoch-2", RawAgent.EPOCH, 8, 9, 20));
    StreamObserver<PublishRequest> second = agent.publish(next.getSession());
    second.onNext(RawAgent.of(RawAgent.batch(9, 10).setEpoch("epoch-2")));

    assertThat(agent.answer())
        .contains("BATCH_INVALID", "run " + RawAgent.EPOCH + " ended at 8, only 5 is here");
    assertLogged(LongStream.rangeClosed(1, 5));
  }

  @Test
  void j8AHoleThatOverlapsWhatIsLoggedIsOneBeyondItOnly() throws Exception {
    StreamObserver<PublishRequest> call = agent.publish(agent.open(100).getSession());
    call.onNext(RawAgent.of(RawAgent.batch(1, 5)));
    call.onNext(RawAgent.of(RawAgent.hole(1, 10)));
    call.onNext(RawAgent.of(RawAgent.batch(1, 5)));

    assertThat(agent.answer()).isEqualTo("ack 5");
    assertThat(agent.answer()).isEqualTo("ack 10");
    assertThat(agent.answer()).isEqualTo("ack 10");

    assertLogged(LongStream.rangeClosed(1, 5));
    assertThat(relay.holes()).containsExactly("6..10 JOURNAL_DAMAGED");
  }

  @Test
  void j1AnotherBranchIsTakenAfterTenMinutesWithACase() throws Exception {
    StreamObserver<PublishRequest> call = agent.publish(agent.open(100).getSession());
    call.onNext(RawAgent.of(RawAgent.batch(1, 5)));
    assertThat(agent.answer()).isEqualTo("ack 5");
    call.onCompleted();
    assertThat(agent.answer()).isEqualTo("completed");
    assertThatThrownBy(() -> agent.open("branch", RawAgent.EPOCH, 3, 4, 9))
        .hasMessageContaining("FAILED_PRECONDITION: AGENT_FORKED");

    later.set(Duration.ofMinutes(11));

    OpenSessionResponse branch = agent.open("branch", RawAgent.EPOCH, 3, 4, 9);
    assertThat(branch.getStreams(0).getResumeSequence()).isEqualTo(4);
    assertThat(relay.cases.list(false)).hasSize(1);
    assertThat(relay.cases.list(false).get(0).getClass_()).isEqualTo("AGENT_FORK");
  }

  @Test
  void j1AWipedJournalIsTakenAtOnceAfterANewEnrolmentWithACase() throws Exception {
    StreamObserver<PublishRequest> call = agent.publish(agent.open(100).getSession());
    call.onNext(RawAgent.of(RawAgent.batch(1, 5)));
    assertThat(agent.answer()).isEqualTo("ack 5");
    call.onCompleted();
    assertThat(agent.answer()).isEqualTo("completed");
    assertThatThrownBy(() -> agent.open("wiped", "", 0, 1, 9))
        .hasMessageContaining("FAILED_PRECONDITION: AGENT_FORKED");

    later.set(Duration.ofMinutes(1));
    AgentRig.enrol(folder.resolve("anew"), relay);
    Identity anew = new IdentityFolder(folder.resolve("anew")).load().orElseThrow();

    try (RawAgent again = new RawAgent(anew, relay)) {
      assertThat(again.open("wiped", "", 0, 1, 9).getStreams(0).getResumeSequence()).isEqualTo(1);
    }
    assertThat(relay.cases.list(false)).extracting("class_").containsExactly("AGENT_FORK");
  }

  @Test
  void anAgentsReportIsShownUntilTheNextAndNeverAcknowledged() throws Exception {
    StreamObserver<PublishRequest> old = agent.publish(agent.open(100).getSession());
    old.onNext(RawAgent.report("active", "10"));
    await().until(() -> relay.sources().equals(List.of("press-1 active")));
    old.onNext(RawAgent.report("connecting", "11"));
    await().until(() -> relay.sources().equals(List.of("press-1 connecting")));
    assertThat(relay.agents().get(0).getCounters(0).getRegister()).isEqualTo("11");

    old.onNext(RawAgent.of(RawAgent.batch(1, 2)));
    assertThat(agent.answer()).as("the batch alone").isEqualTo("ack 2");
  }

  @Test
  void j9AnExpiredCertificateIsToldToBeExpired() {
    later.set(Duration.ofDays(61));

    assertThatThrownBy(() -> agent.open(100))
        .hasMessageContaining("UNAUTHENTICATED: CERTIFICATE_INVALID")
        .hasMessageContaining("expired at");
  }

  @Test
  void malformedBatchesAreRefusedAndOthersGoOn() throws Exception {
    long session = agent.open(100).getSession();
    for (Batch.Builder wrong :
        new Batch.Builder[] {
          RawAgent.batch(1, 2).setLastSequence(3),
          RawAgent.batch(1, 2).setBlock(ByteString.copyFromUtf8("no block")),
          RawAgent.bomb(8 << 20, 8 << 20),
          RawAgent.bomb(8 << 20, 100),
          RawAgent.batch(1, 2).setEpoch("never announced"),
          RawAgent.hole(5, 4),
        }) {
      agent.publish(session).onNext(RawAgent.of(wrong));
      assertThat(agent.answer()).contains("INVALID_ARGUMENT: BATCH_INVALID");
    }
    agent.publish(session).onNext(RawAgent.of(RawAgent.batch(1, 2)));
    assertThat(agent.answer()).isEqualTo("ack 2");
  }

  @Test
  void anOversizedFrameEndsItsCallIsCountedAndOthersGoOn() throws Exception {
    long session = agent.open(100).getSession();
    StreamObserver<PublishRequest> call = agent.publish(session);
    call.onNext(RawAgent.of(RawAgent.batch(1, 2).setBlock(ByteString.copyFrom(new byte[6 << 20]))));

    assertThat(agent.answer()).contains("StatusRuntimeException");
    await().until(() -> relay.count("ingest_refused_frame_invalid") == 1);
    agent.publish(session).onNext(RawAgent.of(RawAgent.batch(1, 2)));
    assertThat(agent.answer()).isEqualTo("ack 2");
  }

  private void assertLogged(LongStream counts) {
    assertThat(relay.logged())
        .extracting(logged -> logged.event().getProductionCount().getFrom())
        .containsExactlyElementsOf(counts.boxed().toList());
  }

  /** The system's clock, but later. */
  private final class LaterClock implements Clock {
    @Override
    public Instant now() {
      return Clock.system().now().plus(later.get());
    }

    @Override
    public long nanos() {
      return Clock.system().nanos();
    }
  }
}
