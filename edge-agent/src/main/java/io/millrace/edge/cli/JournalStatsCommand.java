package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.health.JournalPage;
import io.millrace.edge.journal.folder.JournalInspection;
import io.millrace.v1.AgentLocalServiceGrpc.AgentLocalServiceBlockingStub;
import io.millrace.v1.GetJournalStatsRequest;
import io.millrace.v1.GetJournalStatsResponse;
import io.millrace.v1.RetainedEpoch;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what the journal holds: asks the running agent, without one it reads the files. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Shows what the journal holds and what the relay has not confirmed.")
final class JournalStatsCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  JournalStatsCommand(AgentCommand agent) {
    this.agent = agent;
  }

  @Override
  public Integer call() {
    AgentConfig config = agent.config();
    GetJournalStatsResponse stats = stats(config);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(Json.of(stats)));
    } else {
      out.print(StatusPage.streams(stats.getStreamsList()));
      out.println();
      out.print(epochs(stats));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static GetJournalStatsResponse stats(AgentConfig config) {
    try {
      return RunningAgent.ask(config.socket(), JournalStatsCommand::ask);
    } catch (MillraceException e) {
      if (e.code() == ErrorCode.NOT_RUNNING) {
        return JournalPage.of(JournalInspection.verify(config.journalFolder()));
      }
      throw e;
    }
  }

  private static GetJournalStatsResponse ask(AgentLocalServiceBlockingStub stub) {
    return stub.getJournalStats(GetJournalStatsRequest.getDefaultInstance());
  }

  private static Table epochs(GetJournalStatsResponse stats) {
    Table table = new Table("STREAM", "EPOCH", "FIRST", "LAST", "PREDECESSOR");
    for (RetainedEpoch epoch : stats.getEpochsList()) {
      table.row(
          epoch.getStream(),
          epoch.getEpoch(),
          epoch.getFirstSequence(),
          epoch.getLastSequence(),
          epoch.getPredecessor().isEmpty() ? "-" : epoch.getPredecessor());
    }
    return table;
  }
}
