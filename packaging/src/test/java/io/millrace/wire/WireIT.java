package io.millrace.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agent and relay over real mutual TLS on loopback. */
class WireIT {
  @TempDir Path folder;
  private RelayRig relay;

  @BeforeEach
  void startRelay() throws Exception {
    relay = new RelayRig(folder.resolve("relay"));
  }

  @AfterEach
  void stopRelay() throws Exception {
    relay.close();
  }

  @Test
  void anAgentThatEnrolsWhileItRunsSendsItsBacklogInOrder() {
    MemoryJournal journal = new MemoryJournal("j", epoch());
    try (AgentRig agent = new AgentRig(folder.resolve("identity"), journal)) {
      for (int n = 0; n < 1_200; n++) {
        agent.journal(Events.count(RelayRig.PLANT, n));
      }
      await().until(() -> agent.state().equals("not-enrolled"));

      AgentRig.enrol(folder.resolve("identity"), relay);

      await().atMost(Duration.ofSeconds(10)).until(() -> journal.events().acknowledged() == 1_200);
      assertThat(relay.logged())
          .extracting(logged -> logged.event().getProductionCount().getFrom())
          .containsExactlyElementsOf(LongStream.range(0, 1_200).boxed().toList());
      assertThat(agent.state()).isEqualTo("connected");
    }
  }

  private static String epoch() {
    return UUID.randomUUID().toString();
  }
}
