package io.millrace.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.store.Store;
import io.millrace.v1.EpochRange;
import io.millrace.v1.StreamState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule J7: enrolment codes do not outlive a restore, whose time they may have been used in. */
class RestoresIT {
  private static final StreamKey EVENTS = new StreamKey("press-shop", StreamKey.EVENTS);
  private static final StreamKey OTHERS = new StreamKey("paint-shop", StreamKey.EVENTS);

  @TempDir Path folder;
  private final Clock clock = Clock.system();
  private final Restores restores = new Restores(new EventLog());
  private Store store;
  private Fleet fleet;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("data"));
    SecureRandom random = new SecureRandom();
    CertificateAuthority authority =
        CertificateAuthority.init(
            folder.resolve("ca"), folder.resolve("root.key"), List.of("localhost"), clock, random);
    fleet = Fleet.open(store, authority, folder.resolve("ca"), clock, random);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void j7CodesAreVoidOnceARestoreIsSeen() {
    newCode("saw-shop");
    newCode("weld-shop");

    assertThat(opened(EVENTS, 5, 3)).isTrue();

    assertThat(fleet.voidCodes()).as("codes that were not void").isZero();
  }

  @Test
  void j7CodesStayGoodWhileNothingShowsARestore() {
    newCode("saw-shop");

    assertThat(opened(EVENTS, 3, 3)).isFalse();

    assertThat(fleet.voidCodes()).isEqualTo(1);
  }

  @Test
  void j7CodesMadeAfterARestoreStayGoodWhenOtherAgentsTellOfTheSame() {
    opened(EVENTS, 5, 3);
    newCode("saw-shop");

    assertThat(opened(OTHERS, 9, 4)).isTrue();
    assertThat(opened(EVENTS, 5, 4)).isTrue();

    assertThat(fleet.voidCodes()).isEqualTo(1);
  }

  @Test
  void j7ASecondRestoreVoidsCodesAgain() {
    opened(EVENTS, 5, 3);
    newCode("saw-shop");

    assertThat(opened(EVENTS, 8, 3)).isTrue();

    assertThat(fleet.voidCodes()).isZero();
  }

  private void newCode(String agent) {
    fleet.newCode(new AgentName(agent, "acme/graz"), Duration.ofHours(1));
  }

  /** An agent comes that heard {@code acknowledged}, to a relay that has {@code committed}. */
  private boolean opened(StreamKey key, long acknowledged, long committed) {
    StreamState state =
        StreamState.newBuilder()
            .setStream(key.stream())
            .setAcknowledged(acknowledged)
            .addEpochs(
                EpochRange.newBuilder()
                    .setEpoch("e1")
                    .setFirstSequence(1)
                    .setLastSequence(acknowledged))
            .build();
    return store.writeNow(handle -> restores.opened(handle, key, state, committed, clock.now()));
  }
}
