package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.v1.FlowState;
import io.millrace.v1.ListFlowsResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the flows. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the active flows, and older versions that still finish what they began.",
      "That is runs that call, wait for an event or stand still for a person, and open windows."
    })
final class FlowListCommand implements Callable<Integer> {
  private static final int DIGEST_CHARACTERS = 12;

  private final RelayCommand relay;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  FlowListCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ListFlowsResponse answer = Doors.ask(relay, Door::flows);
    relay
        .out()
        .print(
            json
                ? Json.line(Json.of(answer)) + "\n"
                : table(answer.getFlowsList(), relay.clock().now()));
    relay.out().flush();
    return ExitCode.OK;
  }

  static String table(List<FlowState> flows, Instant now) {
    if (flows.isEmpty()) {
      return "no flows: put a file into the folder 'flows'\n";
    }
    Table table =
        new Table(
            "flow",
            "version",
            "file",
            "active since",
            "calling",
            "waiting",
            "stopped",
            "windows",
            "last event");
    for (FlowState flow : flows) {
      table.row(
          flow.getFlow(),
          flow.getVersion() + " " + digest(flow),
          flow.getFile(),
          flow.getActive() ? Words.moment(flow.getActiveSince()) : "finishes only",
          Long.toString(flow.getCalling()),
          Long.toString(flow.getWaiting()),
          Long.toString(flow.getStopped()),
          Long.toString(flow.getOpenWindows()),
          flow.getLastTakenAt().isEmpty() ? "-" : Words.ago(flow.getLastTakenAt(), now));
    }
    return table.toString();
  }

  private static String digest(FlowState flow) {
    String digest = flow.getDigest();
    return digest.substring(0, Math.min(DIGEST_CHARACTERS, digest.length()));
  }
}
