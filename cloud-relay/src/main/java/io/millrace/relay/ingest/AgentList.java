package io.millrace.relay.ingest;

import io.millrace.base.time.Clock;
import io.millrace.relay.fleet.Agent;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.store.Store;
import io.millrace.v1.AgentStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** All agents with their sessions, for people. Any thread; blocks on the store. */
public final class AgentList {
  private final Store store;
  private final Fleet fleet;
  private final Predicate<String> isLive;
  private final UnaryOperator<AgentStatus> withReport;
  private final Clock clock;

  /** Of that fleet; whoever runs ingest knows which agents are live, and what they report. */
  public AgentList(
      Store store,
      Fleet fleet,
      Predicate<String> isLive,
      UnaryOperator<AgentStatus> withReport,
      Clock clock) {
    this.store = store;
    this.fleet = fleet;
    this.isLive = isLive;
    this.withReport = withReport;
    this.clock = clock;
  }

  /** Every one that ever enrolled. */
  public List<AgentStatus> all() {
    List<Agent> agents = fleet.agents();
    Map<String, SessionRow> seen =
        store.read(
            handle -> {
              Map<String, SessionRow> rows = new HashMap<>();
              agents.forEach(
                  agent ->
                      SessionRow.find(handle, agent.name().agent())
                          .ifPresent(row -> rows.put(row.agent(), row)));
              return rows;
            });
    return agents.stream()
        .map(
            agent ->
                Statuses.of(
                    agent,
                    seen.get(agent.name().agent()),
                    isLive.test(agent.name().agent()),
                    clock.now()))
        .map(withReport)
        .toList();
  }
}
