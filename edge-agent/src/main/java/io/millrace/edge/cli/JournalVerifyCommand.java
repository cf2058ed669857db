package io.millrace.edge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReport;
import io.millrace.edge.journal.folder.JournalInspection;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads every record of the files, beside a running agent too, and changes nothing. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Reads every record of the journal; exit code 1 when one is damaged or missing.")
final class JournalVerifyCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  JournalVerifyCommand(AgentCommand agent) {
    this.agent = agent;
  }

  @Override
  public Integer call() {
    JournalReport report = JournalInspection.verify(agent.config().journalFolder());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.line(tree(report)));
    } else {
      out.println("journal " + report.id() + ": " + (report.whole() ? "whole" : "NOT WHOLE"));
      out.print(table(report));
      report.streams().forEach(stream -> holes(out, stream));
    }
    out.flush();
    return report.whole() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static Table table(JournalReport report) {
    Table table =
        new Table(
            "STREAM", "RECORDS", "FIRST", "LAST", "SEGMENTS", "ON DISK", "DAMAGED", "QUARANTINED");
    for (JournalReport.Stream stream : report.streams()) {
      table.row(
          stream.name().text(),
          stream.records(),
          stream.first(),
          stream.last(),
          stream.segments(),
          Words.size(stream.bytes()),
          stream.damaged(),
          stream.quarantined());
    }
    return table;
  }

  private static void holes(PrintWriter out, JournalReport.Stream stream) {
    for (JournalItem.Hole hole : stream.holes()) {
      out.println(
          "%s %d to %d missing: %s"
              .formatted(stream.name().text(), hole.first(), hole.last(), hole.reason()));
    }
  }

  private static ObjectNode tree(JournalReport report) {
    ObjectNode tree = Json.object().put("journal", report.id()).put("whole", report.whole());
    ArrayNode streams = tree.putArray("streams");
    for (JournalReport.Stream stream : report.streams()) {
      ArrayNode holes =
          streams
              .addObject()
              .put("stream", stream.name().text())
              .put("records", stream.records())
              .put("first", stream.first())
              .put("last", stream.last())
              .put("acknowledged", stream.acknowledged())
              .put("segments", stream.segments())
              .put("bytes", stream.bytes())
              .put("damaged", stream.damaged())
              .put("quarantined", stream.quarantined())
              .putArray("holes");
      stream
          .holes()
          .forEach(
              hole ->
                  holes
                      .addObject()
                      .put("first", hole.first())
                      .put("last", hole.last())
                      .put("reason", hole.reason().name()));
    }
    return tree;
  }
}
