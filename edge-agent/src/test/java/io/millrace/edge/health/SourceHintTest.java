package io.millrace.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.source.SourceHealth;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SourceHintTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aUrlThatTheServerDoesNotKnowIsAMatterOfItsPathAndNotOfCables() {
    String hint =
        SourceHint.of(
            connecting(
                "Bad_TcpEndpointUrlInvalid (0x80830000): unrecognized endpoint url: opc.tcp://a"));

    assertThat(hint)
        .contains("Bad_TcpEndpointUrlInvalid", "opc.tcp://HOST:4840/PATH")
        .doesNotContain("cable");
  }

  @Test
  void aServerThatIsNotThereIsAMatterOfCables() {
    assertThat(SourceHint.of(connecting("connection refused"))).startsWith("check address, cable");
  }

  private static SourceHealth connecting(String reason) {
    return new SourceHealth(
        "press-3",
        SourceHealth.State.CONNECTING,
        reason,
        null,
        1,
        1,
        0,
        Map.of(),
        new SourceHealth.Device("opcua", "opc.tcp://a", Map.of()),
        NOW,
        0);
  }
}
