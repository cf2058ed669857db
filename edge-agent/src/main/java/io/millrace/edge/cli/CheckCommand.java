package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the configuration can be used; touches nothing else. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says whether the configuration file can be used; starts nothing.")
final class CheckCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  CheckCommand(AgentCommand agent) {
    this.agent = agent;
  }

  @Override
  public Integer call() {
    agent.config();
    spec.commandLine().getOut().println(agent.file() + ": ok");
    return ExitCode.OK;
  }
}
