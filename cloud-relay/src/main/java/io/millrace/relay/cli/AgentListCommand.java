package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.ListAgentsResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the agents. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows all agents and whether they are live.")
final class AgentListCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  AgentListCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ListAgentsResponse answer = Doors.ask(relay, Door::agents);
    relay
        .out()
        .print(
            json
                ? Json.line(Json.of(answer)) + "\n"
                : table(answer.getAgentsList(), relay.clock().now()));
    relay.out().flush();
    return ExitCode.OK;
  }

  static String table(List<AgentStatus> agents, Instant now) {
    if (agents.isEmpty()) {
      return "no agents: make a code with 'millrace-relay enrol code'\n";
    }
    Table table = new Table("agent", "plant", "state", "last seen", "certificate until");
    for (AgentStatus agent : agents) {
      String state = agent.getLive() ? "live" : agent.getState();
      String why = agent.getReason().isEmpty() ? "" : " (" + agent.getReason() + ")";
      table.row(
          agent.getAgent(),
          agent.getPlant(),
          state + why,
          agent.getLive() ? "now" : Words.ago(agent.getLastSeenAt(), now),
          Words.moment(agent.getCertificateExpiresAt()));
    }
    return table.toString();
  }
}
