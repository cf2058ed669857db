package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Version;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.config.AgentConfig;
import io.millrace.edge.identity.Enrolment;
import io.millrace.edge.identity.Identity;
import io.millrace.edge.identity.IdentityFolder;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exchanges a one-time code for a certificate; a running agent takes it up by itself. */
@Command(
    name = "enrol",
    mixinStandardHelpOptions = true,
    description = "Exchanges a one-time code of the relay for this agent's certificate.")
final class EnrolCommand implements Callable<Integer> {
  private final AgentCommand agent;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CODE", description = "as the relay printed it")
  private String code;

  @Option(
      names = "--relay",
      paramLabel = "URL",
      description = "https://HOST:PORT, by default relay.api of the configuration")
  private @Nullable String relay;

  EnrolCommand(AgentCommand agent) {
    this.agent = agent;
  }

  @Override
  public Integer call() {
    AgentConfig config = agent.config();
    IdentityFolder folder = new IdentityFolder(config.identity());
    Identity identity =
        new Enrolment(folder, new SecureRandom(), Version.of(Main.class)).enrol(code, api(config));
    spec.commandLine()
        .getOut()
        .println(
            "enrolled as %s of plant %s, certificate until %s"
                .formatted(identity.agent(), identity.plant(), identity.expiresAt()));
    spec.commandLine().getOut().flush();
    return samePlant(config, identity) ? ExitCode.OK : ExitCode.FAILED;
  }

  private boolean samePlant(AgentConfig config, Identity identity) {
    if (identity.plant().equals(config.plant())) {
      return true;
    }
    spec.commandLine()
        .getErr()
        .println(
            "%s: the code was for plant %s, %s says %s; nothing is sent until they agree"
                .formatted(
                    ErrorCode.PLANT_FOREIGN, identity.plant(), agent.file(), config.plant()));
    return false;
  }

  private URI api(AgentConfig config) {
    String text = relay == null ? config.relayApi() : relay;
    if (text == null) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "where is the relay? give --relay https://HOST:PORT, or relay.api in " + agent.file());
    }
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new MillraceException(
          ErrorCode.USAGE, "relay '%s': expected https://HOST:PORT".formatted(text), e);
    }
  }
}
