package io.millrace.sim.cli;

import io.millrace.base.config.Secret;
import io.millrace.sim.enterprise.desk.DeskSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every simulated business system is told. */
final class DeskOptions {
  private static final String SECRET_BY_DEFAULT = "secret";

  @Option(names = "--port", defaultValue = "0", description = "HTTP port; 0: a free one")
  private int port;

  @Option(names = "--data", required = true, description = "folder of its documents")
  private Path data = Path.of("");

  @Option(names = "--seed", defaultValue = "1", description = "of faults and of the index's lag")
  private long seed;

  @Option(names = "--client", defaultValue = "millrace", description = "OAuth2 client id")
  private String client = "";

  @Option(
      names = "--secret-env",
      description =
          "environment variable with the client's secret; without it: '" + SECRET_BY_DEFAULT + "'")
  private @Nullable String secretEnv;

  DeskSettings settings() {
    String secret = secretEnv == null ? SECRET_BY_DEFAULT : environment(secretEnv);
    return new DeskSettings(port, data, seed, client, secret);
  }

  /** The value of an environment variable; CONFIG_INVALID when it is not set. */
  static String environment(String variable) {
    return new Secret("env:" + variable).reveal(Path.of(""));
  }
}
