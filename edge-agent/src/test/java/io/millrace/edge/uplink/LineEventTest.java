package io.millrace.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.OpenSessionResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineEventTest {
  private static final Instant ANSWERED = Instant.parse("2026-01-01T00:00:10Z");

  @Test
  void theRelaysClockIsComparedWithTheMiddleOfTheExchange() {
    assertThat(opened(ANSWERED.minusMillis(100)).skewMillis()).isZero();
    assertThat(opened(ANSWERED.plusMillis(900)).skewMillis()).isEqualTo(1_000);
    assertThat(opened(ANSWERED.minusMillis(1_100)).skewMillis()).isEqualTo(-1_000);
  }

  private static LineEvent.Opened opened(Instant relayTime) {
    return new LineEvent.Opened(
        1,
        OpenSessionResponse.newBuilder().setRelayTimeMs(relayTime.toEpochMilli()).build(),
        ANSWERED,
        Duration.ofMillis(200));
  }
}
