package io.millrace.edge.health;

import io.millrace.v1.AgentReport;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.SourceStatus;
import java.util.List;
import java.util.TreeMap;

/** The page as the relay is told it: the same figures, bounded. */
final class ReportPage {
  /** Counters of one report. */
  static final int COUNTERS_MAX = 2_000;

  /** Sources of one report. */
  static final int SOURCES_MAX = 200;

  /** Tags that do not answer, of one source in a report. */
  static final int BAD_TAGS_MAX = 10;

  private ReportPage() {}

  static AgentReport of(GetAgentStatusResponse page) {
    List<CounterStatus> counters = page.getCountersList();
    return AgentReport.newBuilder()
        .setVersion(page.getVersion())
        .setStartedAt(page.getStartedAt())
        .setNow(page.getNow())
        .addAllSources(
            page.getSourcesList().stream().limit(SOURCES_MAX).map(ReportPage::bounded).toList())
        .addAllCounters(counters.subList(0, Math.min(COUNTERS_MAX, counters.size())))
        .setOmittedCounters(Math.max(0, counters.size() - COUNTERS_MAX))
        .addAllStreams(page.getStreamsList())
        .setSkewMs(page.getUplink().getSkewMs())
        .setBlocked(page.getBlocked())
        .build();
  }

  private static SourceStatus bounded(SourceStatus source) {
    if (source.getBadTagsCount() <= BAD_TAGS_MAX) {
      return source;
    }
    SourceStatus.Builder few = source.toBuilder().clearBadTags();
    new TreeMap<>(source.getBadTagsMap())
        .entrySet().stream()
            .limit(BAD_TAGS_MAX)
            .forEach(tag -> few.putBadTags(tag.getKey(), tag.getValue()));
    return few.build();
  }
}
