package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.identity.Enrolment;
import io.millrace.edge.identity.IdentityFolder;
import io.millrace.v1.Case;
import io.millrace.v1.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agent and relay over real mutual TLS on loopback. */
class WireIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the relay's listener of agents takes at once, by limits.md. */
  private static final int CONNECTIONS = 1_000;

  private static final int BEYOND = 50;

  @TempDir Path folder;
  private Path identity;
  private RelayRig relay;

  @BeforeEach
  void startRelay() throws Exception {
    identity = folder.resolve("identity");
    relay = new RelayRig(folder.resolve("relay"));
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  @Test
  void aRecordThatTheRelayCannotTakeCostsItselfAlone() {
    MemoryJournal journal = new MemoryJournal("j", epoch());
    AgentRig.enrol(identity, relay);
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      agent.journal(Event.getDefaultInstance());
      agent.journal(Events.count("acme/linz", 11));
      count(agent, 12, 8);

      awaitAcknowledged(journal, 20);

      assertThat(relay.logged()).hasSize(18);
      assertThat(relay.holes()).containsExactly("11..11 RELAY_REFUSED", "12..12 RELAY_REFUSED");
      assertThat(relay.count("ingest_records_refused")).isEqualTo(2);
      assertThat(agent.state()).isEqualTo("connected");
    }
  }

  @Test
  void whatAnAgentSaysOfItselfIsShownAtTheRelayWithinSeconds() {
    AgentRig.enrol(identity, relay);
    try (AgentRig agent = new AgentRig(identity, new MemoryJournal("j", epoch()))) {
      agent.report(RawAgent.report("active", "7").getReport());
      await().atMost(PATIENCE).until(() -> relay.sources().equals(List.of("press-1 active")));

      agent.report(RawAgent.report("degraded", "8").getReport());

      await().atMost(PATIENCE).until(() -> relay.sources().equals(List.of("press-1 degraded")));
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndCountedAndWhoIsInGoesOn() throws Exception {
    MemoryJournal journal = new MemoryJournal("j", epoch());
    AgentRig.enrol(identity, relay);
    List<Socket> idle = new ArrayList<>();
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      awaitAcknowledged(journal, 10);
      while (idle.size() < CONNECTIONS + BEYOND) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), relay.port()));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(relay.count("ingest_connections_above_limit")).isPositive());

      count(agent, 10, 10);

      awaitAcknowledged(journal, 20);
    } finally {
      for (Socket each : idle) {
        each.close();
      }
    }
    try (AgentRig next = new AgentRig(identity, journal)) {
      await().atMost(PATIENCE).until(() -> next.state().equals("connected"));
    }
  }

  @Test
  void theTimeThatConnectingTakesIsNoDifferenceOfTheClocks() throws Exception {
    AgentRig.enrol(identity, relay);
    Duration held = Duration.ofSeconds(3);
    try (SlowDoor door = new SlowDoor(relay.port(), held);
        AgentRig agent =
            new AgentRig(identity, new MemoryJournal("j", epoch()), "localhost:" + door.port())) {
      await().atMost(PATIENCE).until(() -> agent.state().equals("connected"));

      assertThat(agent.skew().abs()).isLessThan(held.dividedBy(3));
    }
  }

  @Test
  void anAgentThatEnrolsWhileItRunsSendsItsBacklogInOrder() {
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 1_200);
      await().until(() -> agent.state().equals("not-enrolled"));

      AgentRig.enrol(identity, relay);

      awaitAcknowledged(journal, 1_200);
      assertLogged(0, 1_200);
      assertThat(agent.state()).isEqualTo("connected");
    }
  }

  @Test
  void j2NothingAboveTheDurableMarkIsSent() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      for (int n = 10; n < 20; n++) {
        journal.events().append(Events.count(RelayRig.PLANT, n).toByteArray());
      }
      awaitAcknowledged(journal, 10);
      await().during(Duration.ofMillis(300)).until(() -> relay.logged().size() == 10);

      journal.events().force(20);

      awaitAcknowledged(journal, 20);
    }
  }

  @Test
  void j3ARelayThatRestartsStoresEachRecordOnce() throws Exception {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal, relay.address())) {
      int port = relay.port();
      count(agent, 0, 700);
      awaitAcknowledged(journal, 700);
      relay.close();
      count(agent, 700, 300);
      await().atMost(PATIENCE).until(() -> agent.state().equals("connecting"));

      relay = new RelayRig(folder.resolve("relay"), Clock.system(), port);

      awaitAcknowledged(journal, 1_000);
      assertLogged(0, 1_000);
    }
  }

  @Test
  void j1AnAgentThatStartsAgainGoesOnInItsNextEpoch() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 100);
      awaitAcknowledged(journal, 100);
    }
    journal.restart(epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 100, 100);
      awaitAcknowledged(journal, 200);
      assertLogged(0, 200);
      assertThat(relay.cases.list(true)).isEmpty();
    }
  }

  @Test
  void j1ACloneOfALiveAgentIsRefusedAndTheLiveOneGoesOn() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      awaitAcknowledged(journal, 10);
      MemoryJournal image = journal.copy();
      image.restart(epoch());
      try (AgentRig clone = new AgentRig(identity, image)) {
        count(clone, 1_000, 5);

        await().atMost(PATIENCE).until(() -> clone.reason().startsWith("AGENT_CLONED"));
        assertThat(clone.state()).isEqualTo("refused");
      }
      count(agent, 10, 10);
      awaitAcknowledged(journal, 20);
      assertLogged(0, 20);
      assertThat(relay.count("ingest_refused_agent_cloned")).isPositive();
    }
  }

  @Test
  void j1AForkIsRefusedWhileTheOtherBranchWasSeenWithinTenMinutes() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    MemoryJournal image = journal.copy();
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      awaitAcknowledged(journal, 10);
    }
    image.restart(epoch());
    try (AgentRig restored = new AgentRig(identity, image)) {
      count(restored, 1_000, 5);

      await().atMost(PATIENCE).until(() -> restored.reason().startsWith("AGENT_FORKED"));
      assertThat(restored.state()).isEqualTo("refused");
      assertLogged(0, 10);
    }
  }

  @Test
  void j8WhatTheJournalLostIsDeclaredAndTheRestArrives() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    for (int n = 0; n < 100; n++) {
      journal.events().append(Events.count(RelayRig.PLANT, n).toByteArray());
    }
    journal.events().force(100);
    journal.events().damage(41, 60);
    try (AgentRig agent = new AgentRig(identity, journal)) {
      awaitAcknowledged(journal, 100);
      assertThat(agent.state()).isEqualTo("connected");
      assertThat(relay.logged())
          .extracting(logged -> logged.event().getProductionCount().getFrom())
          .containsExactlyElementsOf(
              LongStream.concat(LongStream.range(0, 40), LongStream.range(60, 100))
                  .boxed()
                  .toList());
    }
  }

  @Test
  void j7ARestoredRelayHearsAgainWhatTheAgentStillHasAndOpensACase() throws Exception {
    AgentRig.enrol(identity, relay);
    relay.close();
    copy(folder.resolve("relay"), folder.resolve("backup"));
    relay = new RelayRig(folder.resolve("relay"));
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal, relay.address())) {
      count(agent, 0, 50);
      awaitAcknowledged(journal, 50);
    }
    relay.close();
    journal.events().trim(21);

    relay = new RelayRig(folder.resolve("backup"));

    try (AgentRig agent = new AgentRig(identity, journal, relay.address())) {
      count(agent, 50, 10);
      awaitAcknowledged(journal, 60);
      assertLogged(20, 40);
      assertThat(relay.cases.list(false))
          .extracting(Case::getClass_)
          .containsExactly("RELAY_RESTORED");
    }
  }

  @Test
  void j9ARevokedAgentLosesItsLiveStreamAndIsToldWhy() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      awaitAcknowledged(journal, 10);

      relay.fleet.revoke(RelayRig.AGENT, "stolen box");

      await().atMost(PATIENCE).until(() -> agent.reason().contains("stolen box"));
      assertThat(agent.state()).isEqualTo("refused");
      assertThat(agent.reason()).startsWith("AGENT_REVOKED");
      count(agent, 10, 10);
      await().during(Duration.ofSeconds(1)).until(() -> relay.logged().size() == 10);

      AgentRig.enrol(identity, relay);
      awaitAcknowledged(journal, 20);
    }
  }

  @Test
  void j9EventsOfAnotherPlantAreRefusedAndKeptAside() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      agent.journal(Events.count("acme/grazing", 0));

      awaitAcknowledged(journal, 1);
      assertThat(journal.events().refusal(1)).startsWith("PLANT_FOREIGN: record 1");
      assertThat(relay.logged()).isEmpty();
    }
  }

  @Test
  void aMalformedEventIsRefusedWithItsSequence() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      agent.journal(Event.newBuilder().setId("no uuid").build());

      awaitAcknowledged(journal, 1);
      assertThat(journal.events().refusal(1)).startsWith("BATCH_INVALID: record 1");
      assertThat(relay.holes()).containsExactly("1..1 RELAY_REFUSED");
    }
  }

  @Test
  void aCodeWorksOnceAndOnlyAtTheRelayThatMadeIt() throws Exception {
    String code = relay.newCode();
    enrol(code, relay.apiUri());

    assertThatThrownBy(() -> enrol(code, relay.apiUri()))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith("ENROLMENT_REFUSED: the code was used at");
    String unknown = relay.newCode().replaceFirst("MR1-.{4}", "MR1-AAAA");
    assertThatThrownBy(() -> enrol(unknown, relay.apiUri()))
        .hasMessageStartingWith("ENROLMENT_REFUSED: the code is not known here");
    try (RelayRig stranger = new RelayRig(folder.resolve("stranger"))) {
      assertThatThrownBy(() -> enrol(relay.newCode(), stranger.apiUri()))
          .hasMessageContaining("does not show the root certificate");
    }
    assertThatThrownBy(() -> enrol(relay.newCode(), URI.create("https://localhost:1")))
        .hasMessageStartingWith("UPLINK_UNREACHABLE");
  }

  @Test
  void telemetryIsKeptOnceTooButNotInTheEventLog() {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      for (int n = 0; n < 500; n++) {
        journal.telemetry().append(Events.reading(RelayRig.PLANT, n).toByteArray());
      }
      journal.telemetry().force(500);

      await().atMost(PATIENCE).until(() -> journal.telemetry().acknowledged() == 500);
      assertThat(agent.state()).isEqualTo("connected");
      assertThat(relay.logged()).isEmpty();
      assertThat(
              relay.store.<Integer>read(
                  handle ->
                      handle
                          .createQuery("SELECT sum(records) FROM telemetry_batch")
                          .mapTo(Integer.class)
                          .one()))
          .isEqualTo(500);
    }
  }

  @Test
  void aConnectionThatSpeaksNoTlsIsClosedAndCountedWhileOthersGoOn() throws Exception {
    AgentRig.enrol(identity, relay);
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(identity, journal)) {
      count(agent, 0, 10);
      awaitAcknowledged(journal, 10);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.port())) {
        socket.getOutputStream().write(new byte[4_096]);
        assertThat(readToEnd(socket)).isNotNegative();
      }
      await().until(() -> relay.count("ingest_connections_refused") == 1);
      count(agent, 10, 10);
      awaitAcknowledged(journal, 20);
      assertThat(relay.count("ingest_connections_refused")).isEqualTo(1);
    }
  }

  @Test
  void aCodeForAnotherPlantIsRefusedBeforeItIsUsedUp() {
    String code = relay.newCode();
    IdentityFolder folderOfIdentity = new IdentityFolder(identity);
    Enrolment enrolment = new Enrolment(folderOfIdentity, new SecureRandom(), "test");

    assertThatThrownBy(() -> enrolment.enrol(code, relay.apiUri(), "acme/wien"))
        .hasMessageStartingWith(
            "PLANT_FOREIGN: the code is for agent press-shop of plant acme/graz")
        .hasMessageContaining("configured for plant acme/wien");
    assertThat(folderOfIdentity.load()).isEmpty();
    assertThat(relay.fleet.agents()).isEmpty();

    assertThat(enrolment.enrol(code, relay.apiUri(), RelayRig.PLANT).before()).isEmpty();
  }

  @Test
  void enrolmentSaysWhenAnAgentOfThatNameIsThereAlready() {
    AgentRig.enrol(identity, relay);

    Enrolment.Enrolled second =
        new Enrolment(new IdentityFolder(folder.resolve("second")), new SecureRandom(), "test")
            .enrol(relay.newCode(), relay.apiUri(), RelayRig.PLANT);

    assertThat(second.before()).startsWith("20");
  }

  @Test
  void aServerUnderAnotherNameIsRefusedWithTheNamesThatItHas() {
    URI byAddress = URI.create(relay.apiUri().toString().replace("localhost", "127.0.0.1"));

    assertThatThrownBy(() -> enrol(relay.newCode(), byAddress))
        .hasMessageStartingWith("ENROLMENT_REFUSED")
        .hasMessageContaining("the relay's certificate is for localhost, not for 127.0.0.1")
        .hasMessageContaining("-> the relay was not asked: the code is unused");
  }

  @Test
  void theAgentsPortIsRecognisedWhereEnrolmentIsMeant() {
    URI agents = URI.create("https://localhost:" + relay.port());

    assertThatThrownBy(() -> enrol(relay.newCode(), agents))
        .hasMessageStartingWith("UPLINK_UNREACHABLE")
        .hasMessageContaining("asks for a certificate, so it is the one for agents");
  }

  private void enrol(String code, URI api) {
    new Enrolment(new IdentityFolder(identity), new SecureRandom(), "test").enrol(code, api);
  }

  private void count(AgentRig agent, long first, int times) {
    for (long n = first; n < first + times; n++) {
      agent.journal(Events.count(RelayRig.PLANT, n));
    }
  }

  private void awaitAcknowledged(MemoryJournal journal, long sequence) {
    await().atMost(PATIENCE).until(() -> journal.events().acknowledged() == sequence);
  }

  private void assertLogged(long first, int times) {
    assertThat(relay.logged())
        .extracting(logged -> logged.event().getProductionCount().getFrom())
        .containsExactlyElementsOf(LongStream.range(first, first + times).boxed().toList());
  }

  private static int readToEnd(Socket socket) {
    int bytes = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        bytes++;
      }
    } catch (IOException e) {
      return bytes;
    }
    return bytes;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static String epoch() {
    return UUID.randomUUID().toString();
  }
}
