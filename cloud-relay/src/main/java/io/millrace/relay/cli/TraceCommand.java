package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the chain between a document and the registers. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = "Shows which register values are behind a document, and where a count went.")
final class TraceCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "SUBJECT", description = "an order, a document number or an event id")
  private String subject;

  @Option(names = "--all", description = "every event, not only the first of each posting")
  private boolean all;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  TraceCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    TraceRequest request = TraceRequest.newBuilder().setAny(subject).build();
    TraceResponse answer = Doors.ask(relay, door -> door.trace(request));
    relay.out().print(json ? Json.line(Json.of(answer)) + "\n" : new TracePage(answer, all).text());
    relay.out().flush();
    return ExitCode.OK;
  }
}
