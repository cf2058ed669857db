package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Failure;
import io.millrace.base.command.Version;
import io.millrace.base.time.Clock;
import io.millrace.relay.config.RelayConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others; knows which configuration file is meant. */
@Command(
    name = "millrace-relay",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Takes the counts of many plants and keeps the business systems in step.",
    footer = {"", ExitCode.LEGEND})
final class RelayCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "relay.yaml",
      scope = ScopeType.INHERIT,
      description = "configuration file, by default ${DEFAULT-VALUE} in the working directory")
  private Path file;

  private final Clock clock;

  private RelayCommand(Clock clock) {
    this.clock = clock;
  }

  /** The command line with all commands. */
  static CommandLine line(Clock clock) {
    RelayCommand relay = new RelayCommand(clock);
    CommandLine line = new CommandLine(relay);
    line.getCommandSpec().version("millrace-relay " + Version.of(Main.class));
    return line.addSubcommand(new RunCommand(relay))
        .addSubcommand(new CheckCommand(relay))
        .addSubcommand(
            new CommandLine(new Group.Authority()).addSubcommand(new CaInitCommand(relay)))
        .addSubcommand(
            new CommandLine(new Group.Enrolment()).addSubcommand(new EnrolCodeCommand(relay)))
        .addSubcommand(
            new CommandLine(new Group.Agents())
                .addSubcommand(new AgentListCommand(relay))
                .addSubcommand(new AgentRevokeCommand(relay)))
        .addSubcommand(
            new CommandLine(new Group.Cases())
                .addSubcommand(new CaseListCommand(relay))
                .addSubcommand(new CaseCloseCommand(relay)))
        .addSubcommand(
            new CommandLine(new Group.Tokens())
                .addSubcommand(new TokenCreateCommand(relay))
                .addSubcommand(new TokenListCommand(relay))
                .addSubcommand(new TokenRevokeCommand(relay)))
        .addSubcommand(
            new CommandLine(new Group.Flows())
                .addSubcommand(new FlowTestCommand(relay))
                .addSubcommand(new FlowListCommand(relay)))
        .addSubcommand(new TraceCommand(relay))
        .addSubcommand(new StatusCommand(relay))
        .setExecutionExceptionHandler(new Failure());
  }

  /** Reads all of the configuration; CONFIG_INVALID when it is wrong. */
  RelayConfig config() {
    return RelayConfig.read(file);
  }

  /** The file as it was given. */
  Path file() {
    return file;
  }

  Clock clock() {
    return clock;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }
}
