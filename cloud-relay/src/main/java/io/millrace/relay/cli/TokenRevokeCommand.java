package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.v1.RevokeTokenRequest;
import io.millrace.v1.RevokeTokenResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a token. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = "Ends a token at once, and what it had open within a second.")
final class TokenRevokeCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Parameters(paramLabel = "NAME", description = "name of the token")
  private String name;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  TokenRevokeCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    RevokeTokenRequest request = RevokeTokenRequest.newBuilder().setName(name).build();
    RevokeTokenResponse answer = Doors.ask(relay, door -> door.revokeToken(request));
    relay.out().println(json ? Json.line(Json.of(answer)) : "token " + name + " is revoked");
    relay.out().flush();
    return ExitCode.OK;
  }
}
