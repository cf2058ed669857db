package io.millrace.sim.cli;

import io.millrace.base.config.Units;
import io.millrace.sim.enterprise.qms.QmsServer;
import io.millrace.sim.enterprise.qms.QmsSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A QMS on HTTP. */
@Command(
    name = "qms",
    description = "A QMS with nonconformances, whose release it tells by a signed webhook.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class QmsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final DeskOptions desk = new DeskOptions();

  @Option(
      names = "--release-after",
      description = "release each nonconformance by itself after that time, for example 3s")
  private @Nullable String releaseAfter;

  @Option(names = "--webhook", description = "URL that is told of each release")
  private @Nullable URI webhook;

  @Option(
      names = "--webhook-secret-env",
      description = "environment variable with the webhook's secret, whsec_<base64>")
  private @Nullable String webhookSecretEnv;

  @Option(
      names = "--webhook-trust",
      description = "PEM file with the certificate authority of an https webhook")
  private @Nullable Path webhookTrust;

  @Override
  public Integer call() throws InterruptedException {
    QmsSettings settings =
        new QmsSettings(
            desk.settings(), releaseAfter == null ? null : Units.duration(releaseAfter), hook());
    QmsServer server = QmsServer.start(settings, Main.clock());
    Ready.serve(spec, Map.of("http", server.port()), server::close);
    return 0;
  }

  private QmsSettings.@Nullable Hook hook() {
    if (webhook == null) {
      return null;
    }
    if (webhookSecretEnv == null) {
      throw new IllegalArgumentException("--webhook needs --webhook-secret-env");
    }
    return new QmsSettings.Hook(webhook, DeskOptions.environment(webhookSecretEnv), webhookTrust);
  }
}
