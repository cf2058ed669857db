package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.v1.CreateTokenRequest;
import io.millrace.v1.CreateTokenResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a token. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Makes a token and prints its secret, this once.")
final class TokenCreateCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "whose it is; every name is used once")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "viewer",
      description = "viewer, operator or admin; by default ${DEFAULT-VALUE}")
  private String role;

  @Option(
      names = "--plant",
      paramLabel = "PLANT",
      defaultValue = "",
      description = "the only plant that it shows, for example acme/graz; by default all")
  private String plant;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  TokenCreateCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    CreateTokenRequest request =
        CreateTokenRequest.newBuilder().setName(name).setRole(role).setPlant(plant).build();
    CreateTokenResponse made = Doors.askOrBegin(relay, door -> door.newToken(request));
    if (!json) {
      relay.err().println("note: the token is shown this once; send it as Authorization: Bearer");
      relay.err().flush();
    }
    relay.out().println(json ? Json.line(Json.of(made)) : made.getSecret());
    relay.out().flush();
    return ExitCode.OK;
  }
}
