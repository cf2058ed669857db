package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.v1.RevokeAgentRequest;
import io.millrace.v1.RevokeAgentResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shuts an agent out. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Ends the agent's sessions at once and refuses it from now on.")
final class AgentRevokeCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "NAME", description = "name of the agent")
  private String agent;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "why; the agent's log and 'agent list' say it")
  private String reason;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  AgentRevokeCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    RevokeAgentRequest request =
        RevokeAgentRequest.newBuilder().setAgent(agent).setReason(reason).build();
    RevokeAgentResponse answer = Doors.askOrBegin(relay, door -> door.revoke(request));
    relay
        .out()
        .println(json ? Json.line(Json.of(answer)) : "agent " + agent + " is revoked: " + reason);
    relay.out().flush();
    return ExitCode.OK;
  }
}
