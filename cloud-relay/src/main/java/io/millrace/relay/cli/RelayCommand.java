package io.millrace.relay.cli;

import io.millrace.base.time.Clock;
import io.millrace.relay.config.RelayConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others; knows which configuration file is meant. */
@Command(
    name = "millrace-relay",
    mixinStandardHelpOptions = true,
    versionProvider = RelayCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Takes the counts of many plants and keeps the business systems in step.",
    footer = {"", "exit codes: 0 ok, 1 failed, 2 usage, 69 not running, 78 wrong configuration"})
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
    return new CommandLine(relay)
        .addSubcommand(new RunCommand(relay))
        .addSubcommand(new CheckCommand(relay))
        .addSubcommand(new CommandLine(new Group.Authority()).addSubcommand(new CaInit(relay)))
        .addSubcommand(new CommandLine(new Group.Enrolment()).addSubcommand(new EnrolCode(relay)))
        .addSubcommand(
            new CommandLine(new Group.Agents())
                .addSubcommand(new AgentList(relay))
                .addSubcommand(new AgentRevoke(relay)))
        .addSubcommand(
            new CommandLine(new Group.Cases())
                .addSubcommand(new CaseList(relay))
                .addSubcommand(new CaseClose(relay)))
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

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"millrace-relay " + text()};
    }

    /** As it stands in the manifest; "development" outside of a jar. */
    static String text() {
      return Objects.requireNonNullElse(
          RelayCommand.class.getPackage().getImplementationVersion(), "development");
    }
  }
}
