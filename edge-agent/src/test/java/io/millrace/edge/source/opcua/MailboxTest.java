package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.source.opcua.server.Signal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final Signal VALUES =
      new Signal.Values(0, 1, List.of(), 0, Instant.parse("2026-01-01T00:00:00Z"));

  private final Mailbox mailbox = new Mailbox(() -> {});

  @Test
  void whatFindsNoRoomIsToldOnce() {
    for (int i = 0; i < Mailbox.NOTIFICATIONS_MAX; i++) {
      assertThat(mailbox.offer(VALUES)).isTrue();
    }
    assertThat(mailbox.takeRefused()).isFalse();
    assertThat(mailbox.offer(VALUES)).isFalse();

    assertThat(mailbox.takeRefused()).isTrue();
    assertThat(mailbox.takeRefused()).isFalse();
  }

  @Test
  void valuesGiveWayToWhatTellsTheStateOfTheSession() {
    for (int i = 0; i < Mailbox.NOTIFICATIONS_MAX; i++) {
      mailbox.offer(VALUES);
    }
    mailbox.offer(VALUES);

    assertThat(mailbox.offer(new Signal.Down())).isTrue();
    assertThat(mailbox.poll()).isEqualTo(VALUES);
  }
}
