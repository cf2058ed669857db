package io.millrace.edge.cli;

import io.millrace.base.command.Failure;
import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.v1.DowntimeStatus;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.MeasureStatus;
import io.millrace.v1.SourceStatus;
import io.millrace.v1.StreamStatus;
import io.millrace.v1.UplinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The agent on one page, for people. */
final class StatusPage {
  /** Bad tags of one source that are named. */
  private static final int BAD_TAGS_MAX = 10;

  private final GetAgentStatusResponse status;
  private final Instant now;
  private final StringBuilder page = new StringBuilder();

  private StatusPage(GetAgentStatusResponse status) {
    this.status = status;
    this.now = Instant.parse(status.getNow());
  }

  /** The page, ending with a line end. */
  static String of(GetAgentStatusResponse status) {
    StatusPage page = new StatusPage(status);
    page.head();
    page.uplink(status.getUplink());
    page.page.append('\n').append(page.sources());
    status.getSourcesList().forEach(page::troubles);
    page.counters();
    page.downtimes();
    page.measures();
    page.page.append('\n').append(streams(status.getStreamsList()));
    page.refused();
    page.counts();
    return page.page.toString();
  }

  private void head() {
    Duration up = Duration.between(Instant.parse(status.getStartedAt()), now);
    String name =
        status.getAgent().isEmpty() ? "agent, not enrolled" : "agent " + status.getAgent();
    page.append(
        "%s, plant %s, version %s, up %s%n"
            .formatted(name, status.getPlant(), status.getVersion(), Words.time(up)));
    page.append("epoch %s%n".formatted(status.getEpoch()));
    if (!status.getBlocked().isEmpty()) {
      page.append("NOTHING IS JOURNALLED: %s%n".formatted(status.getBlocked()));
    }
  }

  private void uplink(UplinkStatus uplink) {
    page.append("uplink ").append(uplink.getState());
    if (!uplink.getRelay().isEmpty()) {
      page.append(" to ").append(uplink.getRelay());
    }
    if (uplink.getSession() > 0) {
      page.append(", session ").append(uplink.getSession());
      page.append(", relay's clock %+d ms".formatted(uplink.getSkewMs()));
    }
    if (!uplink.getReason().isEmpty()) {
      page.append(": ").append(uplink.getReason());
    }
    page.append('\n');
    hint(uplink.getHint());
    if (!uplink.getCertificateExpiresAt().isEmpty()) {
      page.append("certificate until ").append(Words.moment(uplink.getCertificateExpiresAt()));
      if (!uplink.getCertificateRenewsAt().isEmpty()) {
        page.append(", renewed by itself from ")
            .append(Words.moment(uplink.getCertificateRenewsAt()));
      }
      page.append('\n');
    }
    if (!uplink.getRenewal().isEmpty()) {
      page.append("renewal: %s%n".formatted(uplink.getRenewal()));
    }
  }

  private void hint(String hint) {
    if (!hint.isEmpty()) {
      page.append(Failure.HINT).append(hint).append('\n');
    }
  }

  private Table sources() {
    Table table =
        new Table(
            "SOURCE", "STATE", "LAST READING", "REQUESTS", "FAILURES", "RECONNECTS", "REASON");
    for (SourceStatus source : status.getSourcesList()) {
      table.row(
          source.getName(),
          source.getState(),
          Words.ago(source.getLastReadingAt(), now),
          source.getRequests(),
          source.getFailures(),
          source.getReconnects(),
          source.getReason());
    }
    return table;
  }

  private void troubles(SourceStatus source) {
    if (source.getRevisedCount() > 0) {
      page.append("  %s: the device grants %s%n".formatted(source.getName(), revised(source)));
    }
    if (!source.getHint().isEmpty()) {
      page.append("  %s -> %s%n".formatted(source.getName(), source.getHint()));
    }
    new TreeMap<>(source.getBadTagsMap())
        .entrySet().stream()
            .limit(BAD_TAGS_MAX)
            .forEach(
                tag ->
                    page.append(
                        "  %s.%s: %s%n".formatted(source.getName(), tag.getKey(), tag.getValue())));
    int more = source.getBadTagsCount() - BAD_TAGS_MAX;
    if (more > 0) {
      page.append("  %s: %d more tags%n".formatted(source.getName(), more));
    }
  }

  private static String revised(SourceStatus source) {
    return new TreeMap<>(source.getRevisedMap())
        .entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
  }

  private void counters() {
    Table table = new Table("COUNTER", "KIND", "TOTAL", "REGISTER", "ORDER", "EQUIPMENT");
    status
        .getCountersList()
        .forEach(
            counter ->
                table.row(
                    counter.getCounter(),
                    counter.getKind(),
                    counter.getTotal(),
                    counter.getRaw(),
                    counter.getOrder().isEmpty() ? "-" : counter.getOrder(),
                    counter.getEquipment()));
    if (!table.isEmpty()) {
      page.append('\n').append(table);
    }
    status.getCountersList().stream()
        .filter(counter -> !counter.getFault().isEmpty())
        .forEach(
            counter ->
                page.append(
                    "  %s DOES NOT COUNT: %s%n"
                        .formatted(counter.getCounter(), counter.getFault())));
  }

  private void downtimes() {
    Table table = new Table("STANDS", "SINCE", "STATE", "REASON", "ORDER", "DOWNTIME");
    for (DowntimeStatus downtime : status.getDowntimesList()) {
      table.row(
          downtime.getEquipment(),
          Words.ago(downtime.getFrom(), now),
          downtime.getState(),
          downtime.getReason(),
          downtime.getOrder().isEmpty() ? "-" : downtime.getOrder(),
          downtime.getDowntime());
    }
    if (!table.isEmpty()) {
      page.append('\n').append(table);
    }
  }

  private void measures() {
    Table table =
        new Table("MEASURE", "SAMPLE", "VALUE", "LIMITS", "VERDICT", "TAKEN", "EQUIPMENT");
    for (MeasureStatus measure : status.getMeasuresList()) {
      table.row(
          measure.getCharacteristic(),
          measure.getSample(),
          measure.getValue() + " " + measure.getUnit(),
          measure.getLower() + ".." + measure.getUpper(),
          measure.getVerdict(),
          Words.ago(measure.getObservedAt(), now),
          measure.getEquipment());
    }
    if (!table.isEmpty()) {
      page.append('\n').append(table);
    }
  }

  /** The streams of the journal as a table. */
  static Table streams(List<StreamStatus> streams) {
    Table table =
        new Table(
            "STREAM",
            "JOURNALLED",
            "DURABLE",
            "ACKNOWLEDGED",
            "BACKLOG",
            "ON DISK",
            "SEGMENTS",
            "WRITES A DAY",
            "QUARANTINED");
    for (StreamStatus stream : streams) {
      table.row(
          stream.getStream(),
          stream.getAppended(),
          stream.getDurable(),
          stream.getAcknowledged(),
          stream.getBacklog(),
          Words.size(stream.getBytes()),
          stream.getSegments(),
          Words.size(stream.getBytesPerDay()),
          stream.getQuarantined());
    }
    return table;
  }

  private void refused() {
    status.getStreamsList().stream()
        .filter(stream -> stream.getRefused() > 0)
        .forEach(
            stream ->
                page.append(
                    "  the relay refused %s of %s; they and the reasons are kept in journal/%s/refused%n"
                        .formatted(
                            Words.many(stream.getRefused(), "record"),
                            stream.getStream(),
                            stream.getStream())));
  }

  private void counts() {
    if (status.getCountsCount() > 0) {
      page.append('\n');
      new TreeMap<>(status.getCountsMap())
          .forEach((name, count) -> page.append("%s: %d%n".formatted(name, count)));
    }
  }
}
