package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Failure;
import io.millrace.base.command.Version;
import io.millrace.base.time.Clock;
import io.millrace.edge.config.AgentConfig;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others; knows which configuration file is meant. */
@Command(
    name = "millrace-agent",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Reads machines, journals what they count, sends it to the relay.",
    footer = {"", ExitCode.LEGEND})
final class AgentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "agent.yaml",
      scope = ScopeType.INHERIT,
      description = "configuration file, by default ${DEFAULT-VALUE} in the working directory")
  private Path file;

  private AgentCommand() {}

  /** The command line with all commands. */
  static CommandLine line(Clock clock) {
    AgentCommand agent = new AgentCommand();
    CommandLine journal =
        new CommandLine(new JournalCommand())
            .addSubcommand(new JournalStatsCommand(agent))
            .addSubcommand(new JournalVerifyCommand(agent));
    CommandLine line = new CommandLine(agent);
    line.getCommandSpec().version("millrace-agent " + Version.of(Main.class));
    return line.addSubcommand(new RunCommand(agent, clock))
        .addSubcommand(new CheckCommand(agent))
        .addSubcommand(new EnrolCommand(agent))
        .addSubcommand(new TestCommand(agent, clock))
        .addSubcommand(new TrustCommand(agent))
        .addSubcommand(new StatusCommand(agent))
        .addSubcommand(journal)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failure());
  }

  /** Reads the configuration; CONFIG_INVALID when it is wrong. */
  AgentConfig config() {
    return AgentConfig.read(file);
  }

  /** The file as it was given. */
  Path file() {
    return file;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }
}
