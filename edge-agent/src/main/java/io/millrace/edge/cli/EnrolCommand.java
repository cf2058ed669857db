package io.millrace.edge.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Failure;
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
    String replaced = present(folder);
    Enrolment.Enrolled enrolled = enrol(folder, config);
    Identity identity = enrolled.identity();
    spec.commandLine()
        .getOut()
        .println(
            "enrolled as %s of plant %s, certificate until %s"
                .formatted(identity.agent(), identity.plant(), identity.expiresAt()));
    spec.commandLine().getOut().flush();
    if (!replaced.isEmpty()) {
      note("it replaces the certificate of " + replaced);
    } else if (!enrolled.before().isEmpty()) {
      note(
          ("an agent %s was enrolled at %s already: only one box can run under that name; if it is"
                  + " another one, enrol this with a code for another name")
              .formatted(identity.agent(), enrolled.before()));
    }
    return ExitCode.OK;
  }

  private Enrolment.Enrolled enrol(IdentityFolder folder, AgentConfig config) {
    try {
      return new Enrolment(folder, new SecureRandom(), Version.of(Main.class))
          .enrol(code, api(config), config.plant());
    } catch (MillraceException e) {
      throw e.code() == ErrorCode.UPLINK_UNREACHABLE || e.code() == ErrorCode.PLANT_FOREIGN
          ? new MillraceException(
              e.code(),
              e.detail() + "\n" + Failure.HINT + "nothing was changed here; " + mend(e),
              e)
          : e;
    }
  }

  private String mend(MillraceException e) {
    return e.code() == ErrorCode.PLANT_FOREIGN
        ? "mend 'plant' in " + agent.file() + ", or get a code for this plant"
        : "mend that, then enrol again: this command does not try by itself";
  }

  /** Whose certificate is there now; empty for none. */
  private static String present(IdentityFolder folder) {
    try {
      return folder
          .load()
          .map(identity -> "agent %s of plant %s".formatted(identity.agent(), identity.plant()))
          .orElse("");
    } catch (MillraceException e) {
      return "an agent whose files cannot be read (" + e.detail() + ")";
    }
  }

  private void note(String text) {
    spec.commandLine().getErr().println("note: " + text);
    spec.commandLine().getErr().flush();
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
