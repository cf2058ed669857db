package io.millrace.relay.cli;

import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Words;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.fleet.CertificateAuthority;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says whether the configuration can be used. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Reads the configuration with all targets, secrets, flows and certificates, and starts"
            + " nothing.")
final class CheckCommand implements Callable<Integer> {
  private final RelayCommand relay;

  CheckCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() {
    RelayConfig config = relay.config();
    config.requireSecrets();
    CertificateAuthority.open(config.authority(), relay.clock(), new SecureRandom());
    relay
        .out()
        .printf(
            "%s: ok, %s, %s%n",
            relay.file(),
            Words.many(config.targets().size(), "target"),
            Words.many(config.flows().size(), "flow"));
    config.remarks().forEach(remark -> relay.out().println("  " + remark));
    relay.out().flush();
    return ExitCode.OK;
  }
}
