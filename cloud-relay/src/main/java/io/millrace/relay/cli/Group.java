package io.millrace.relay.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others. */
abstract sealed class Group implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }

  @Command(
      name = "ca",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "The relay's own certificate authority.")
  static final class Authority extends Group {}

  @Command(
      name = "enrol",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "How agents get in.")
  static final class Enrolment extends Group {}

  @Command(
      name = "agent",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "The agents in the plants.")
  static final class Agents extends Group {}

  @Command(
      name = "token",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "Who may ask the API, and open the page from elsewhere.")
  static final class Tokens extends Group {}

  @Command(
      name = "flow",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "What becomes of events.")
  static final class Flows extends Group {}

  @Command(
      name = "case",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      description = "What waits for a person.")
  static final class Cases extends Group {}
}
