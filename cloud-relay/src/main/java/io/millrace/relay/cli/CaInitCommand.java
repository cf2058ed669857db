package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.fleet.CertificateAuthority;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the relay's own authority. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Makes root, issuer and server certificate, once.")
final class CaInitCommand implements Callable<Integer> {
  private final RelayCommand relay;

  @Option(
      names = "--root-key",
      paramLabel = "FILE",
      required = true,
      description = "where to write the root's key: keep it offline, the relay never reads it")
  private Path rootKey;

  CaInitCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    RelayConfig config = RelayConfig.alone(relay.file());
    CertificateAuthority authority =
        CertificateAuthority.init(
            config.authority(), rootKey, config.names(), relay.clock(), new SecureRandom());
    relay
        .out()
        .printf(
            "made %s%nroot      sha-256 %s%nserver    for %s%nroot key  %s: move it to a safe"
                + " offline place, the relay does not need it%n",
            config.authority(),
            authority.rootFingerprint(),
            String.join(", ", config.names()),
            rootKey);
    relay.out().flush();
    return ExitCode.OK;
  }
}
