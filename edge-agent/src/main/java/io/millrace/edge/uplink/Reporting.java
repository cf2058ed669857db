package io.millrace.edge.uplink;

import io.millrace.edge.journal.StreamName;
import io.millrace.v1.AgentReport;
import io.millrace.v1.PublishRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells the relay how the agent is: at once in a new session, then at most every {@link #GAP}, and
 * only while the line takes more without keeping it. One thread; the supplier may be given by any.
 */
final class Reporting {
  /** Least time between two reports. */
  static final Duration GAP = Duration.ofSeconds(2);

  /** Bytes of reports in a second at most: a large one waits longer for its successor. */
  static final int BYTES_PER_SECOND_MAX = 32 << 10;

  private volatile Supplier<Optional<AgentReport>> reports = Optional::empty;
  private long dueNanos;

  void of(Supplier<AgentReport> supplier) {
    reports = () -> Optional.of(supplier.get());
  }

  /** A session begins. */
  void begin(long nowNanos) {
    dueNanos = nowNanos;
  }

  void work(long nowNanos, Line line) {
    if (nowNanos - dueNanos < 0 || !line.isReady(StreamName.EVENTS)) {
      return;
    }
    dueNanos = nowNanos + GAP.toNanos();
    Optional<AgentReport> report = reports.get();
    if (report.isPresent()) {
      PublishRequest request = PublishRequest.newBuilder().setReport(report.get()).build();
      long cost = request.getSerializedSize() * 1_000_000_000L / BYTES_PER_SECOND_MAX;
      dueNanos = nowNanos + Math.max(GAP.toNanos(), cost);
      line.send(StreamName.EVENTS, request);
    }
  }
}
