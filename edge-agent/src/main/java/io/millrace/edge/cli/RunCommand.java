package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Version;
import io.millrace.base.time.Clock;
import io.millrace.edge.EdgeAgent;
import io.millrace.edge.config.AgentConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the agent until the process is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Reads, journals and sends until it is told to end.")
final class RunCommand implements Callable<Integer> {
  private final AgentCommand agent;
  private final Clock clock;

  @Spec private CommandSpec spec;

  RunCommand(AgentCommand agent, Clock clock) {
    this.agent = agent;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    AgentConfig config = agent.config();
    EdgeAgent running = EdgeAgent.start(config, clock, Version.of(Main.class));
    Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
    String ready =
        Json.line(Json.object().put("agent", running.name()).put("plant", config.plant()));
    spec.commandLine().getOut().println("READY " + ready);
    spec.commandLine().getOut().flush();
    running.awaitEnd();
    return ExitCode.OK;
  }
}
