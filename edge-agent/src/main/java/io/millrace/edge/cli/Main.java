package io.millrace.edge.cli;

import io.millrace.base.command.Visible;
import io.millrace.base.time.Clock;
import io.millrace.edge.journal.disk.ChronicleProperties;

/** The program millrace-agent. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    ChronicleProperties.set();
    System.exit(Visible.guard(AgentCommand.line(Clock.system())).execute(args));
  }
}
