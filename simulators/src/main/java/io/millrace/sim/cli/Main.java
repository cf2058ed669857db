package io.millrace.sim.cli;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Starts one simulator and keeps it until the process is ended. */
@Command(
    name = "millrace-sim",
    description = "Stands in for the machines and business systems around Millrace.",
    subcommands = {PlantCommand.class, ErpCommand.class, CrmCommand.class, QmsCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int CONFIG = 78;
  private static final String LOGBACK = "logback.configurationFile";
  private static final String PORT = "--port";
  private static final Set<String> PORTS = Set.of(PORT, "--control", "--opcua-port");

  /** What every system's message for a port that another program has contains. */
  private static final String TAKEN = "ddress already in use";

  private Main() {}

  /** Exits 2 for a wrong command line, 78 for a missing secret, 1 when it cannot start. */
  public static void main(String[] args) {
    if (System.getProperty(LOGBACK) == null) {
      System.setProperty(LOGBACK, "io/millrace/sim/cli/logback.xml");
    }
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(Main::explain);
  }

  private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println(message(failure, command.getParseResult()));
    command.getErr().flush();
    if (failure instanceof MillraceException e && e.code() == ErrorCode.CONFIG_INVALID) {
      return CONFIG;
    }
    return failure instanceof IllegalArgumentException ? USAGE : FAILED;
  }

  private static String message(Exception failure, ParseResult parsed) {
    if (failure instanceof MillraceException e) {
      return e.detail();
    }
    String why = String.valueOf(failure.getMessage());
    return why.contains(TAKEN)
        ? "%s is in use: end the program that has it, or take another; 0 is a free one"
            .formatted(ports(parsed))
        : why;
  }

  /** Those that were asked for; presses have ports in a row. */
  private static String ports(ParseResult parsed) {
    boolean isRow = parsed.commandSpec().name().equals(PlantCommand.NAME);
    return parsed.matchedOptions().stream()
        .filter(option -> PORTS.contains(option.longestName()))
        .filter(option -> !option.<Object>getValue().equals(0))
        .map(
            option ->
                "%s %d%s"
                    .formatted(
                        option.longestName(),
                        option.<Integer>getValue(),
                        isRow && option.longestName().equals(PORT) ? ", or one after it," : ""))
        .collect(Collectors.joining(" or "));
  }

  static Clock clock() {
    return Clock.system();
  }
}
