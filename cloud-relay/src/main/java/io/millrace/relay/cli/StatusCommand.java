package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.v1.GetRelayStatusResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the relay is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows agents, counts, postings, targets and cases; exit 69 when it is not up.")
final class StatusCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(names = "--all", description = "every counter and order, not only the newest")
  private boolean all;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  StatusCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    GetRelayStatusResponse status = Doors.ask(relay, Door::status);
    relay
        .out()
        .print(
            json
                ? Json.line(Json.of(status)) + "\n"
                : new StatusText(status, relay.clock().now(), all).text());
    relay.out().flush();
    return status.getStartedAt().isEmpty() ? ExitCode.UNAVAILABLE : ExitCode.OK;
  }
}
