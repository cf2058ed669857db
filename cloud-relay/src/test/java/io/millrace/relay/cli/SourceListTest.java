package io.millrace.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.SourceStatus;
import io.millrace.v1.StreamStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceListTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void sourcesAreShownWithTheirReasonsAndTimesByTheAgentsOwnClock() {
    AgentStatus agent =
        AgentStatus.newBuilder()
            .setAgent("press-shop")
            .setReportedAt("2026-01-01T11:59:50Z")
            .setSkewMs(3_600_000)
            .addSources(
                SourceStatus.newBuilder()
                    .setName("press-1")
                    .setKind("modbus")
                    .setEndpoint("10.0.0.1:502")
                    .setState("connecting")
                    .setReason("Connection refused")
                    .setSince("2026-01-01T10:59:30Z")
                    .setLastReadingAt("2026-01-01T10:59:28Z"))
            .build();

    String table = SourceList.sources(List.of(agent), NOW);

    assertThat(table)
        .contains("press-shop/press-1", "modbus", "10.0.0.1:502", "connecting")
        .contains("20.0 s", "22.0 s ago", "Connection refused")
        .contains("press-shop is not live: as it said 10.0 s ago");
    assertThat(SourceList.troubles(List.of(agent))).contains("its clock is 1 h 0 m slow");
  }

  @Test
  void whatWaitsAndWhatDoesNotCountIsSaid() {
    AgentStatus agent =
        AgentStatus.newBuilder()
            .setAgent("press-shop")
            .setBlocked("JOURNAL_FULL: quota")
            .addStreams(StreamStatus.newBuilder().setStream("events").setBacklog(12).setBytes(2048))
            .addCounters(CounterStatus.newBuilder().setCounter("good").setFault("70000 is beyond"))
            .build();

    assertThat(SourceList.troubles(List.of(agent)))
        .contains("press-shop: 12 records of events not yet acknowledged, journal 2.0 KiB")
        .contains("press-shop: journals nothing: JOURNAL_FULL: quota")
        .contains("press-shop: counter good does not count: 70000 is beyond");
    assertThat(SourceList.sources(List.of(agent), NOW)).isEmpty();
    assertThat(SourceList.troubles(List.of(AgentStatus.getDefaultInstance()))).isEmpty();
  }
}
