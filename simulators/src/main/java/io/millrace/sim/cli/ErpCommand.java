package io.millrace.sim.cli;

import io.millrace.base.config.Secret;
import io.millrace.sim.enterprise.ErpServer;
import io.millrace.sim.enterprise.ErpSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** An ERP on HTTP. */
@Command(
    name = "erp",
    description = "An ERP with production orders, whose confirmations are not idempotent.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ErpCommand implements Callable<Integer> {
  private static final String SECRET_BY_DEFAULT = "secret";

  @Spec private CommandSpec spec;

  @Option(names = "--port", defaultValue = "0", description = "HTTP port; 0: a free one")
  private int port;

  @Option(names = "--data", required = true, description = "folder of its documents")
  private Path data;

  @Option(names = "--seed", defaultValue = "1", description = "of faults and of the index's lag")
  private long seed;

  @Option(names = "--client", defaultValue = "millrace", description = "OAuth2 client id")
  private String client;

  @Option(
      names = "--secret-env",
      description =
          "environment variable with the client's secret; without it: '" + SECRET_BY_DEFAULT + "'")
  private @Nullable String secretEnv;

  @Override
  public Integer call() throws InterruptedException {
    ErpSettings settings = new ErpSettings(port, data, seed, client, secret());
    ErpServer server = ErpServer.start(settings, Main.clock());
    Ready.serve(spec, Map.of("http", server.port()), server::close);
    return 0;
  }

  private String secret() {
    return secretEnv == null
        ? SECRET_BY_DEFAULT
        : new Secret("env:" + secretEnv).reveal(Path.of(""));
  }
}
