package io.millrace.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.journal.StreamName;
import io.millrace.v1.AgentReport;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.PublishRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingTest {
  private final Taker line = new Taker();
  private final Reporting reporting = new Reporting();
  private AgentReport now = AgentReport.newBuilder().setVersion("1").build();
  private long nanos = -5;

  @Test
  void aSessionBeginsWithAReportAndGoesOnEveryTwoSeconds() {
    reporting.of(() -> now);
    reporting.begin(nanos);
    workFor(Duration.ofSeconds(10));

    assertThat(line.sent).hasSize(5);
    reporting.begin(nanos);
    workFor(Duration.ofMillis(10));
    assertThat(line.sent).hasSize(6);
  }

  @Test
  void nothingIsKeptWhileTheLineIsBusyAndOnlyTheLatestIsTold() {
    reporting.of(() -> now);
    reporting.begin(nanos);
    line.isReady = false;
    workFor(Duration.ofSeconds(10));
    now = now.toBuilder().setVersion("2").build();
    line.isReady = true;
    workFor(Duration.ofMillis(10));

    assertThat(line.sent).extracting(AgentReport::getVersion).containsExactly("2");
  }

  @Test
  void aLargeReportWaitsLongerForItsSuccessor() {
    AgentReport.Builder large = AgentReport.newBuilder();
    for (int i = 0; i < 2_000; i++) {
      large.addCounters(
          CounterStatus.newBuilder()
              .setCounter("line-1/press-%04d/good".formatted(i))
              .setEquipment("acme/graz/" + "press-shop/".repeat(10)));
    }
    now = large.build();
    reporting.of(() -> now);
    reporting.begin(nanos);
    workFor(Duration.ofMinutes(1));

    long bytes = line.sent.stream().mapToLong(AgentReport::getSerializedSize).sum();
    assertThat(bytes).isBetween(1L, 60L * Reporting.BYTES_PER_SECOND_MAX + now.getSerializedSize());
  }

  private void workFor(Duration time) {
    for (long end = nanos + time.toNanos(); nanos < end; nanos += 5_000_000) {
      reporting.work(nanos, line);
    }
  }

  /** A line that notes what is sent. */
  private static final class Taker implements Line {
    private final List<AgentReport> sent = new ArrayList<>();
    private boolean isReady = true;

    @Override
    public void open(int connection, String address, OpenSessionRequest request) {}

    @Override
    public void start(StreamName stream, long session) {}

    @Override
    public boolean isReady(StreamName stream) {
      return isReady;
    }

    @Override
    public void send(StreamName stream, PublishRequest request) {
      assertThat(stream).isEqualTo(StreamName.EVENTS);
      sent.add(request.getReport());
    }

    @Override
    public void hangUp() {}
  }
}
