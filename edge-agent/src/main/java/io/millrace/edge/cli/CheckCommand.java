package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Words;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the configuration can be used; touches nothing else. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says whether the configuration file can be used; starts nothing.")
final class CheckCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  CheckCommand(AgentCommand agent) {
    this.agent = agent;
  }

  /** What a source logs in with is there. */
  private void secrets(AgentConfig config, SourceSettings source) {
    if (source instanceof OpcUaSourceSettings server && server.opcua().password() != null) {
      try {
        server.opcua().password().reveal(config.folder());
      } catch (MillraceException e) {
        throw new MillraceException(
            e.code(), "%s: source %s: %s".formatted(agent.file(), source.name(), e.detail()), e);
      }
    }
  }

  @Override
  public Integer call() {
    AgentConfig config = agent.config();
    config.sources().forEach(source -> secrets(config, source));
    JournalSettings journal = config.journal();
    PrintWriter out = spec.commandLine().getOut();
    out.println(agent.file() + ": ok");
    if (journal.isRecordCapped()) {
      out.printf(
          "journal: segments of %s, but a record has at most %s: that is what the relay takes%n",
          Words.size(journal.segment().bytes()), Words.size(journal.recordBytes()));
    }
    return ExitCode.OK;
  }
}
