package io.millrace.edge.cli;

import io.millrace.base.time.Clock;

/** The program millrace-agent. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    quietChronicle();
    System.exit(AgentCommand.line(Clock.system()).execute(args));
  }

  /** Before the first use of its classes, which read these once. */
  private static void quietChronicle() {
    System.setProperty("chronicle.analytics.disable", "true");
    System.setProperty("chronicle.announcer.disable", "true");
    System.setProperty("chronicle.disk.monitor.disable", "true");
  }
}
