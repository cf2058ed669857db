package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.v1.CloseCaseRequest;
import io.millrace.v1.CloseCaseResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides a case. */
@Command(
    name = "close",
    mixinStandardHelpOptions = true,
    description = "Ends a case with a decision, which is carried out at once.")
final class CaseCloseCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "CASE", description = "number of the case")
  private long id;

  @Option(
      names = "--decision",
      required = true,
      paramLabel = "DECISION",
      description = "one of those that 'case list' shows for it")
  private String decision;

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "why; order=NAME where the order is missing, the document's number where that")
  private String note;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  CaseCloseCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    CloseCaseRequest request =
        CloseCaseRequest.newBuilder().setId(id).setDecision(decision).setNote(note).build();
    CloseCaseResponse answer = Doors.ask(relay, door -> door.close(request));
    relay
        .out()
        .println(
            json
                ? Json.line(Json.of(answer))
                : "case %d is closed with '%s': %s"
                    .formatted(id, decision, answer.getCase().getTitle()));
    relay.out().flush();
    return ExitCode.OK;
  }
}
