package io.millrace.wire;

import io.millrace.base.time.Clock;
import io.millrace.edge.identity.Enrolment;
import io.millrace.edge.identity.IdentityFolder;
import io.millrace.edge.uplink.Uplink;
import io.millrace.edge.uplink.UplinkSettings;
import io.millrace.v1.AgentReport;
import io.millrace.v1.Event;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** An agent's uplink, over a journal that the test holds. */
final class AgentRig implements AutoCloseable {
  final MemoryJournal journal;
  private final Uplink.Running uplink;

  AgentRig(Path identity, MemoryJournal journal, String... addresses) {
    this.journal = journal;
    this.uplink =
        Uplink.start(
            journal,
            new IdentityFolder(identity),
            UplinkSettings.of(List.of(addresses))
                .withWaits(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(300)),
            "test",
            Clock.system(),
            new Random(1));
  }

  static void enrol(Path identity, RelayRig relay) {
    new Enrolment(new IdentityFolder(identity), new SecureRandom(), "test")
        .enrol(relay.newCode(), relay.apiUri());
  }

  void journal(Event event) {
    journal.events().force(journal.events().append(event.toByteArray()));
  }

  /** What the agent says of itself from now on. */
  void report(AgentReport report) {
    uplink.report(() -> report);
  }

  String state() {
    return uplink.status().getState();
  }

  /** The relay's clock minus the agent's. */
  Duration skew() {
    return Duration.ofMillis(uplink.status().getSkewMs());
  }

  String reason() {
    return uplink.status().getReason();
  }

  @Override
  public void close() {
    uplink.close();
  }
}
