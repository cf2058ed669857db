package io.millrace.prove;

import io.millrace.base.command.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code millrace-prove}: campaigns that attack the promises, and the demo. */
@Command(
    name = "millrace-prove",
    mixinStandardHelpOptions = true,
    description = "Attacks the promises on the assembled programs, as processes on loopback.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DemoCommand.class, CountsCommand.class, RefusalsCommand.class})
public final class Main implements Runnable {
  private Main() {}

  /** Ends with the exit code of the campaign. */
  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  private static CommandLine command() {
    return new CommandLine(new Main()).setExecutionExceptionHandler(new Failure());
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(new CommandLine(this), "which campaign? see --help");
  }
}
