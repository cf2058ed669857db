package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.command.Visible;
import io.millrace.base.command.Words;
import io.millrace.v1.Case;
import io.millrace.v1.ListCasesRequest;
import io.millrace.v1.ListCasesResponse;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what waits for a person. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows what waits for a person, and the next step.")
final class CaseListCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(names = "--all", description = "closed ones too")
  private boolean all;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  CaseListCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ListCasesRequest request = ListCasesRequest.newBuilder().setClosedToo(all).build();
    ListCasesResponse answer = Doors.ask(relay, door -> door.cases(request));
    relay.out().print(json ? Json.line(Json.of(answer)) + "\n" : page(answer, relay.clock().now()));
    relay.out().flush();
    return ExitCode.OK;
  }

  static String page(ListCasesResponse answer, Instant now) {
    if (answer.getCasesCount() == 0) {
      return "nothing waits for a person\n";
    }
    Table table = new Table("case", "class", "order", "times", "last", "what", "next step");
    for (Case each : answer.getCasesList()) {
      table.row(
          each.getId(),
          each.getClass_(),
          each.getOrder().isEmpty() ? "-" : each.getOrder(),
          each.getOccurrences(),
          Words.ago(each.getLastSeenAt(), now),
          each.getTitle(),
          next(each));
    }
    StringBuilder page = new StringBuilder(table.toString());
    page.append('\n');
    for (Case each : answer.getCasesList()) {
      page.append(each.getId()).append(": ").append(Visible.text(each.getDetail())).append('\n');
    }
    return page.append("\nclose one with: millrace-relay case close CASE --decision DECISION\n")
        .toString();
  }

  private static String next(Case each) {
    return each.getClosedAt().isEmpty()
        ? String.join(" | ", each.getDecisionsList())
        : each.getDecision() + (each.getNote().isEmpty() ? "" : ": " + each.getNote());
  }
}
