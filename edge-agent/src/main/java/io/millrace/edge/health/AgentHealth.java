package io.millrace.edge.health;

import io.millrace.base.time.Clock;
import io.millrace.edge.capture.Capture;
import io.millrace.edge.capture.CaptureHealth;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceHealth;
import io.millrace.v1.AgentReport;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.GetJournalStatsResponse;
import io.millrace.v1.SourceStatus;
import io.millrace.v1.StreamStatus;
import io.millrace.v1.UplinkStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;

/** Gathers the page from what the parts publish. Any thread; never blocks. */
public final class AgentHealth {
  private final Clock clock;
  private final Instant startedAt;
  private final long startedNanos;
  private final About about;
  private final Parts parts;

  /** Counts the time since start from now on. */
  public AgentHealth(Clock clock, About about, Parts parts) {
    this.clock = clock;
    this.startedAt = clock.now();
    this.startedNanos = clock.nanos();
    this.about = about;
    this.parts = parts;
  }

  /** What does not change while the agent runs. */
  public record About(String version, String plant) {}

  /**
   * The parts; every supplier answers at once, to any thread. {@code agent} is empty unenrolled.
   */
  public record Parts(
      List<Source> sources,
      Capture capture,
      Supplier<UplinkStatus> uplink,
      Supplier<String> agent) {
    public Parts {
      sources = List.copyOf(sources);
    }

    Journal journal() {
      return capture.journal();
    }
  }

  /** The page. */
  public GetAgentStatusResponse page() {
    return page(parts.agent().get());
  }

  private GetAgentStatusResponse page(String agent) {
    CaptureHealth capture = parts.capture().health();
    return GetAgentStatusResponse.newBuilder()
        .setVersion(about.version())
        .setAgent(agent)
        .setPlant(about.plant())
        .setEpoch(parts.journal().epoch())
        .setStartedAt(startedAt.toString())
        .setNow(clock.now().toString())
        .addAllSources(parts.sources().stream().map(this::source).toList())
        .addAllCounters(sorted(capture.counters()))
        .addAllDowntimes(capture.downtimes())
        .addAllMeasures(capture.measures())
        .setBlocked(capture.reason())
        .addAllStreams(streams())
        .setUplink(UplinkPage.of(parts.uplink().get()))
        .putAllCounts(capture.counts())
        .build();
  }

  /** What the relay is told of all this; its certificate tells it the agent's name. */
  public AgentReport report() {
    return ReportPage.of(page(""));
  }

  /** What the journal holds. */
  public GetJournalStatsResponse journal() {
    GetJournalStatsResponse.Builder stats =
        GetJournalStatsResponse.newBuilder().addAllStreams(streams());
    for (JournalStream stream : List.of(parts.journal().events(), parts.journal().telemetry())) {
      stats.addAllEpochs(StreamPage.epochs(stream.name(), stream.epochs()));
    }
    return stats.build();
  }

  private static List<CounterStatus> sorted(List<CounterStatus> counters) {
    return counters.stream().sorted(Comparator.comparing(CounterStatus::getCounter)).toList();
  }

  private SourceStatus source(Source source) {
    SourceHealth health = source.health();
    return SourceStatus.newBuilder()
        .setName(health.name())
        .setState(health.state().name().toLowerCase(Locale.ROOT))
        .setReason(health.reason())
        .setLastReadingAt(Objects.toString(health.lastReadingAt(), ""))
        .setRequests(health.requests())
        .setFailures(health.failures())
        .setReconnects(health.reconnects())
        .putAllBadTags(health.badTags())
        .setHint(SourceHint.of(health))
        .setKind(health.device().kind())
        .setEndpoint(health.device().endpoint())
        .putAllRevised(health.device().revised())
        .setSince(Objects.toString(health.since(), ""))
        .setScans(health.scans())
        .build();
  }

  private List<StreamStatus> streams() {
    long upNanos = Math.max(1, clock.nanos() - startedNanos);
    return List.of(
        StreamPage.of(parts.journal().events(), upNanos),
        StreamPage.of(parts.journal().telemetry(), upNanos));
  }
}
