package io.millrace.relay.cli;

import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CounterTotal;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The status as a page that fits a screen. */
final class StatusText {
  /** Rows of counters shown unless all are wanted: unfinished ones first. */
  static final int COUNTERS_SHOWN = 12;

  private final GetRelayStatusResponse status;
  private final Instant now;
  private final boolean all;
  private final StringBuilder text = new StringBuilder();

  StatusText(GetRelayStatusResponse status, Instant now, boolean all) {
    this.status = status;
    this.now = now;
    this.all = all;
  }

  String text() {
    head();
    part("agents", AgentListCommand.table(status.getAgentsList(), now));
    part("sources", SourceList.sources(status.getAgentsList(), now));
    part("at the agents", SourceList.troubles(status.getAgentsList()));
    part("counts", counters());
    part("targets", targets());
    line("postings  " + numbers(status.getPostingsMap(), "none"));
    line("cases     " + numbers(status.getCasesMap(), "none open"));
    if (status.getCountsCount() > 0) {
      line("counted   " + numbers(status.getCountsMap(), ""));
    }
    return text.toString();
  }

  private void head() {
    String running =
        status.getStartedAt().isEmpty()
            ? "NOT RUNNING, this is what its files say"
            : "running for "
                + Words.time(Duration.between(Instant.parse(status.getStartedAt()), now))
                + ", agents at "
                + status.getAgentsAddress()
                + ", API at "
                + status.getApiAddress();
    line("relay %s  %s".formatted(status.getVersion(), running));
    line(
        "log   %s, %s not looked at yet"
            .formatted(Words.many(status.getLoggedEvents(), "event"), status.getFlowBacklog()));
  }

  private String counters() {
    if (status.getCountersCount() == 0) {
      return "nothing counted yet\n";
    }
    List<CounterTotal> rows =
        status.getCountersList().stream()
            .sorted((one, other) -> Boolean.compare(isFinished(one), isFinished(other)))
            .toList();
    int shown = all ? rows.size() : Math.min(COUNTERS_SHOWN, rows.size());
    Table table =
        new Table("counter", "order", "logged", "posted", "in flight", "withheld", "given up");
    for (CounterTotal row : rows.subList(0, shown)) {
      table.row(
          row.getCounter(),
          row.getOrder().isEmpty() ? "none" : row.getOrder(),
          row.getLogged(),
          row.getPosted(),
          inFlight(row),
          row.getWithheld(),
          quantity(row.getGivenUp()));
    }
    String more = shown < rows.size() ? "and " + (rows.size() - shown) + " more, --all\n" : "";
    String omitted =
        status.getCountersOmitted() == 0
            ? ""
            : "and " + status.getCountersOmitted() + " more than one answer holds\n";
    return table + more + omitted;
  }

  private static boolean isFinished(CounterTotal row) {
    return inFlight(row).isZero() && Quantity.parse(row.getWithheld()).isZero();
  }

  /** What is logged and neither posted nor withheld nor given up: in a window or a posting. */
  private static Quantity inFlight(CounterTotal row) {
    return Quantity.parse(row.getLogged())
        .minus(Quantity.parse(row.getPosted()))
        .minus(Quantity.parse(row.getWithheld()))
        .minus(quantity(row.getGivenUp()));
  }

  private static Quantity quantity(String text) {
    return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
  }

  private String targets() {
    if (status.getTargetsCount() == 0) {
      return status.getStartedAt().isEmpty() ? "" : "none configured\n";
    }
    Table table = new Table("target", "breaker", "in flight", "backlog", "pause", "last failure");
    for (TargetStatus target : status.getTargetsList()) {
      table.row(
          target.getTarget(),
          target.getBreaker(),
          target.getInFlight(),
          target.getBacklog(),
          target.getPausedMs() == 0 ? "-" : Words.time(Duration.ofMillis(target.getPausedMs())),
          failure(target));
    }
    return table.toString();
  }

  private String failure(TargetStatus target) {
    if (target.getLastFailure().isEmpty()) {
      return "-";
    }
    String over = target.getRecoveredAt().isEmpty() ? "" : ", over";
    return "%s, %s%s"
        .formatted(target.getLastFailure(), Words.ago(target.getLastFailureAt(), now), over);
  }

  private static String numbers(Map<String, Long> numbers, String none) {
    return numbers.isEmpty()
        ? none
        : new TreeMap<>(numbers)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("  "));
  }

  private void part(String name, String content) {
    if (!content.isEmpty()) {
      line("");
      line(name);
      content.lines().forEach(each -> line("  " + each));
    }
    if (name.equals("targets")) {
      line("");
    }
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
