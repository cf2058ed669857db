package io.millrace.relay.ingest;

import io.millrace.v1.AgentReport;
import io.millrace.v1.AgentStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How each agent said it is, the latest only, in memory. Any thread. */
final class Reports {
  /** Bytes of a report that is kept: with the agents enrolled that bounds them all. */
  static final int REPORT_BYTES_MAX = 1 << 20;

  private final Map<String, Reported> latest = new ConcurrentHashMap<>();

  /** A report and when it arrived, by the relay's clock. */
  record Reported(AgentReport report, Instant at) {}

  /** In the place of the one before; whether it is small enough to be kept. */
  boolean put(String agent, AgentReport report, Instant at) {
    boolean kept = report.getSerializedSize() <= REPORT_BYTES_MAX;
    if (kept) {
      latest.put(agent, new Reported(report, at));
    }
    return kept;
  }

  /** The status with what the agent reported last, if it did. */
  AgentStatus with(AgentStatus status) {
    return Optional.ofNullable(latest.get(status.getAgent()))
        .map(reported -> with(status, reported))
        .orElse(status);
  }

  private static AgentStatus with(AgentStatus status, Reported reported) {
    AgentReport report = reported.report();
    return status.toBuilder()
        .setReportedAt(reported.at().toString())
        .setVersion(report.getVersion())
        .setStartedAt(report.getStartedAt())
        .addAllSources(report.getSourcesList())
        .addAllStreams(report.getStreamsList())
        .addAllCounters(report.getCountersList())
        .setSkewMs(report.getSkewMs())
        .setBlocked(report.getBlocked())
        .build();
  }
}
