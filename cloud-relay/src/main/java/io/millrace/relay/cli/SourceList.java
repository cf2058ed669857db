package io.millrace.relay.cli;

import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.SourceStatus;
import io.millrace.v1.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What the agents reported of themselves, as tables. */
final class SourceList {
  /** A clock that is further off is said: from there on its times are corrected. */
  private static final long SKEW_TOLD_MS = 5_000;

  private SourceList() {}

  /** Empty when no agent reported any. */
  static String sources(List<AgentStatus> agents, Instant now) {
    Table table = new Table("source", "kind", "at", "state", "for", "last reading", "reason");
    boolean any = false;
    for (AgentStatus agent : agents) {
      for (SourceStatus source : agent.getSourcesList()) {
        any = true;
        table.row(
            agent.getAgent() + "/" + source.getName(),
            source.getKind(),
            source.getEndpoint(),
            source.getState(),
            source.getSince().isEmpty() ? "-" : since(agent, source.getSince()),
            source.getLastReadingAt().isEmpty()
                ? "never"
                : since(agent, source.getLastReadingAt()) + " ago",
            source.getReason().isEmpty() ? "-" : source.getReason());
      }
    }
    return any ? table + stale(agents, now) : "";
  }

  /** What waits at the agents, and what keeps them from counting; empty when nothing does. */
  static String troubles(List<AgentStatus> agents) {
    StringBuilder text = new StringBuilder();
    for (AgentStatus agent : agents) {
      agent.getStreamsList().forEach(stream -> waiting(agent, stream, text));
      if (Math.abs(agent.getSkewMs()) > SKEW_TOLD_MS) {
        text.append(
            "%s: its clock is %s %s%n"
                .formatted(
                    agent.getAgent(),
                    Words.time(Duration.ofMillis(Math.abs(agent.getSkewMs()))),
                    agent.getSkewMs() > 0 ? "slow" : "fast"));
      }
      if (!agent.getBlocked().isEmpty()) {
        text.append("%s: journals nothing: %s%n".formatted(agent.getAgent(), agent.getBlocked()));
      }
      agent.getCountersList().forEach(counter -> fault(agent, counter, text));
      agent.getSourcesList().forEach(source -> revised(agent, source, text));
    }
    return text.toString();
  }

  private static void waiting(AgentStatus agent, StreamStatus stream, StringBuilder text) {
    if (stream.getBacklog() > 0) {
      text.append(
          "%s: %s of %s not yet acknowledged, journal %s%n"
              .formatted(
                  agent.getAgent(),
                  Words.many(stream.getBacklog(), "record"),
                  stream.getStream(),
                  Words.size(stream.getBytes())));
    }
  }

  private static void fault(AgentStatus agent, CounterStatus counter, StringBuilder text) {
    if (!counter.getFault().isEmpty()) {
      text.append(
          "%s: counter %s does not count: %s%n"
              .formatted(agent.getAgent(), counter.getCounter(), counter.getFault()));
    }
  }

  private static void revised(AgentStatus agent, SourceStatus source, StringBuilder text) {
    new TreeMap<>(source.getRevisedMap())
        .forEach(
            (name, granted) ->
                text.append(
                    "%s/%s: %s granted: %s%n"
                        .formatted(agent.getAgent(), source.getName(), name, granted)));
  }

  /** By the agent's own clock, so that its error does not show here. */
  private static String since(AgentStatus agent, String moment) {
    Instant reported = Instant.parse(agent.getReportedAt()).minusMillis(agent.getSkewMs());
    Duration time = Duration.between(Instant.parse(moment), reported);
    return Words.time(time.isNegative() ? Duration.ZERO : time);
  }

  private static String stale(List<AgentStatus> agents, Instant now) {
    StringBuilder text = new StringBuilder();
    agents.stream()
        .filter(agent -> !agent.getLive() && !agent.getReportedAt().isEmpty())
        .forEach(
            agent ->
                text.append(
                    "%s is not live: as it said %s%n"
                        .formatted(agent.getAgent(), Words.ago(agent.getReportedAt(), now))));
    return text.toString();
  }
}
