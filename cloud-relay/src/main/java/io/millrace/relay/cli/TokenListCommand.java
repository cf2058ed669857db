package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Table;
import io.millrace.base.command.Words;
import io.millrace.v1.ListTokensResponse;
import io.millrace.v1.Token;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the tokens. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Shows all tokens without their secrets.")
final class TokenListCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  TokenListCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    ListTokensResponse answer = Doors.ask(relay, Door::tokens);
    relay.out().print(json ? Json.line(Json.of(answer)) + "\n" : table(answer.getTokensList()));
    relay.out().flush();
    return ExitCode.OK;
  }

  private static String table(List<Token> tokens) {
    if (tokens.isEmpty()) {
      return "no tokens: make one with 'millrace-relay token create'\n";
    }
    Table table = new Table("name", "role", "plant", "made", "revoked");
    for (Token token : tokens) {
      table.row(
          token.getName(),
          token.getRole(),
          token.getPlant().isEmpty() ? "all" : token.getPlant(),
          Words.moment(token.getCreatedAt()),
          Words.moment(token.getRevokedAt()));
    }
    return table.toString();
  }
}
