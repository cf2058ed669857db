package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.config.Units;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.v1.CreateEnrolmentCodeRequest;
import io.millrace.v1.CreateEnrolmentCodeResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a one-time code. */
@Command(
    name = "code",
    mixinStandardHelpOptions = true,
    description = "Makes a one-time code by which one agent enrols.")
final class EnrolCodeCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(
      names = "--plant",
      required = true,
      paramLabel = "PLANT",
      description = "enterprise/site, for example acme/graz")
  private String plant;

  @Option(
      names = "--agent",
      required = true,
      paramLabel = "NAME",
      description = "name of the agent, unique in the company")
  private String agent;

  @Option(
      names = "--valid",
      paramLabel = "TIME",
      defaultValue = "1h",
      description = "how long it can be used, at most 7d; by default ${DEFAULT-VALUE}")
  private String valid;

  @Option(names = "--json", description = "one line of JSON")
  private boolean json;

  EnrolCodeCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    CreateEnrolmentCodeRequest request =
        CreateEnrolmentCodeRequest.newBuilder()
            .setPlant(plant)
            .setAgent(agent)
            .setValidSeconds((int) Math.min(Integer.MAX_VALUE, valid().toSeconds()))
            .build();
    CreateEnrolmentCodeResponse made = Doors.askOrBegin(relay, door -> door.newCode(request));
    if (!json && !made.getWarning().isEmpty()) {
      relay.err().println("note: " + made.getWarning());
      relay.err().flush();
    }
    relay.out().println(json ? Json.line(Json.of(made)) : made.getCode());
    relay.out().flush();
    return ExitCode.OK;
  }

  private Duration valid() {
    try {
      return Units.duration(valid);
    } catch (IllegalArgumentException e) {
      throw new MillraceException(ErrorCode.USAGE, "--valid: " + e.getMessage(), e);
    }
  }
}
