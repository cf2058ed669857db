package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.edge.config.AgentConfig;
import io.millrace.v1.AgentLocalServiceGrpc.AgentLocalServiceBlockingStub;
import io.millrace.v1.GetAgentStatusRequest;
import io.millrace.v1.GetAgentStatusResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how the running agent is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows sources, counters, journal and uplink of the running agent.")
final class StatusCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  StatusCommand(AgentCommand agent) {
    this.agent = agent;
  }

  @Override
  public Integer call() {
    AgentConfig config = agent.config();
    GetAgentStatusResponse status = RunningAgent.ask(config.socket(), StatusCommand::ask);
    spec.commandLine()
        .getOut()
        .print(json ? Json.line(Json.of(status)) + "\n" : StatusPage.of(status));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private static GetAgentStatusResponse ask(AgentLocalServiceBlockingStub stub) {
    return stub.getAgentStatus(GetAgentStatusRequest.getDefaultInstance());
  }
}
