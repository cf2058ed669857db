package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.identity.RenewalSide;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule J9: an agent's certificate renews itself, and nothing else gets one that way. */
class RenewalIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration SHORT = Duration.ofSeconds(9);
  private static final Duration LONG = Duration.ofDays(60);

  @TempDir Path folder;
  private RelayRig relay;
  private long counted;

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  @Test
  void j9TheStreamGoesOnOverThreeRenewalsAndLostAnswersAndARelayThatRestarts() throws Exception {
    start(SHORT);
    Path identity = folder.resolve("identity");
    AgentRig.enrol(identity, relay);
    X509Certificate first = RenewalSide.present(identity);
    MemoryJournal journal = new MemoryJournal("j", UUID.randomUUID().toString());
    try (AgentRig agent = new AgentRig(identity, journal, relay.address())) {
      relay.lostAnswers.set(1);
      countUntil(agent, () -> count("renewals") >= 2 && !present(identity).equals(first));
      X509Certificate second = RenewalSide.present(identity);

      restart(SHORT);
      countUntil(agent, () -> count("renewals") >= 1 && !present(identity).equals(second));
      X509Certificate third = RenewalSide.present(identity);
      countUntil(agent, () -> !present(identity).equals(third));

      await().atMost(PATIENCE).until(() -> journal.events().acknowledged() == counted);
      assertThat(agent.state()).isEqualTo("connected");
      assertThatThrownBy(() -> relay.fleet.check(second))
          .hasMessageMatching("(CERTIFICATE_SUPERSEDED|CERTIFICATE_INVALID).*");
    }
    assertThat(relay.logged())
        .extracting(logged -> logged.event().getProductionCount().getFrom())
        .containsExactlyElementsOf(LongStream.range(0, counted).boxed().toList());
    assertThat(relay.holes()).isEmpty();
    assertThat(relay.cases.list(true)).isEmpty();
  }

  @Test
  void j9AnAgentWhoseCertificateExpiredRenewsItAndSendsWhatWaited() throws Exception {
    start(Duration.ofSeconds(5));
    Path identity = folder.resolve("identity");
    AgentRig.enrol(identity, relay);
    Instant end = RenewalSide.present(identity).getNotAfter().toInstant();
    MemoryJournal journal = new MemoryJournal("j", UUID.randomUUID().toString());
    await().atMost(PATIENCE).until(() -> Clock.system().now().isAfter(end));
    restart(LONG);

    try (AgentRig agent = new AgentRig(identity, journal, relay.address())) {
      count(agent);

      await().atMost(PATIENCE).until(() -> journal.events().acknowledged() == 1);
      assertThat(RenewalSide.present(identity).getNotAfter().toInstant()).isAfter(end);
    }
  }

  @Test
  void j9AKillBeforeAnyChangeOfAFileLeavesAnIdentityThatWorks() throws Exception {
    start(LONG);
    Path identity = folder.resolve("identity");
    AgentRig.enrol(identity, relay);
    int kills = 0;
    boolean isWhole = false;
    while (!isWhole) {
      X509Certificate before = RenewalSide.present(identity);
      isWhole = renewUntilStep(identity, kills++);

      boolean works =
          Stream.concat(
                  Stream.of(RenewalSide.present(identity)),
                  RenewalSide.candidate(identity).stream())
              .anyMatch(this::isTaken);
      RenewalSide.renew(identity, relay.fleet::seen, () -> {});
      await().until(() -> !isTaken(before));
      assertThat(isTaken(RenewalSide.present(identity))).as("after kill " + kills).isTrue();
      assertThat(works).as("kill " + kills).isTrue();
    }
    assertThat(kills).isGreaterThan(8);
    assertThat(relay.desk.counts()).containsOnlyKeys("renewals");
  }

  @Test
  void j1ARenewalLetsNoOtherBranchIn() throws Exception {
    start(LONG);
    Path identity = folder.resolve("identity");
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", UUID.randomUUID().toString());
    MemoryJournal image = journal.copy();
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent);
      await().atMost(PATIENCE).until(() -> journal.events().acknowledged() == 1);
    }
    Instant second = Clock.system().now().plusSeconds(1);
    await().until(() -> Clock.system().now().isAfter(second));
    RenewalSide.renew(identity, relay.fleet::seen, () -> {});
    image.restart(UUID.randomUUID().toString());
    try (AgentRig restored = new AgentRig(identity, image)) {
      count(restored);

      await().atMost(PATIENCE).until(() -> restored.reason().startsWith("AGENT_FORKED"));
      assertThat(relay.cases.list(true)).isEmpty();
    }
  }

  @Test
  void j9RevocationCoversTheCertificateThatWaitsToBeTried() throws Exception {
    start(LONG);
    Path identity = folder.resolve("identity");
    AgentRig.enrol(identity, relay);
    X509Certificate old = RenewalSide.present(identity);
    RenewalSide.renew(identity, certificate -> {}, () -> {});
    assertThat(isTaken(old)).isTrue();
    assertThat(isTaken(RenewalSide.present(identity))).isTrue();

    relay.fleet.revoke(RelayRig.AGENT, "stolen box");

    assertThat(isTaken(old)).isFalse();
    assertThat(isTaken(RenewalSide.present(identity))).isFalse();
  }

  /** Whether it came to its end before the step at which it is killed. */
  private boolean renewUntilStep(Path identity, int step) {
    AtomicInteger left = new AtomicInteger(step);
    try {
      RenewalSide.renew(
          identity,
          relay.fleet::seen,
          () -> {
            if (left.getAndDecrement() == 0) {
              throw new KilledError();
            }
          });
      return true;
    } catch (KilledError e) {
      return false;
    }
  }

  private boolean isTaken(X509Certificate certificate) {
    try {
      relay.fleet.check(certificate);
      return true;
    } catch (MillraceException e) {
      return false;
    }
  }

  private static X509Certificate present(Path identity) {
    return RenewalSide.present(identity);
  }

  private long count(String name) {
    return relay.desk.counts().getOrDefault(name, 0L);
  }

  private void countUntil(AgentRig agent, BooleanSupplier done) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              count(agent);
              return done.getAsBoolean();
            });
  }

  private void count(AgentRig agent) {
    agent.journal(Events.count(RelayRig.PLANT, counted++));
  }

  private void start(Duration valid) throws Exception {
    relay = new RelayRig(folder.resolve("relay"), Clock.system(), 0, 0, valid);
  }

  private void restart(Duration valid) throws Exception {
    int port = relay.port();
    int api = relay.apiPort();
    relay.close();
    relay = new RelayRig(folder.resolve("relay"), Clock.system(), port, api, valid);
  }

  /** As if by kill -9: nothing catches it. */
  private static final class KilledError extends Error {
    private static final long serialVersionUID = 1;
  }
}
