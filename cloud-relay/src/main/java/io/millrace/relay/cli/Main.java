package io.millrace.relay.cli;

import io.millrace.base.command.Visible;
import io.millrace.base.time.Clock;

/** The program millrace-relay. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(Visible.guard(RelayCommand.line(Clock.system())).execute(args));
  }
}
