package io.millrace.relay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.base.command.ExitCode;
import io.millrace.base.command.Json;
import io.millrace.base.command.Version;
import io.millrace.relay.CloudRelay;
import io.millrace.relay.config.RelayConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the relay until the process is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Takes events and makes documents until it is told to end.")
final class RunCommand implements Callable<Integer> {
  private final RelayCommand relay;

  RunCommand(RelayCommand relay) {
    this.relay = relay;
  }

  @Override
  public Integer call() throws InterruptedException {
    RelayConfig config = relay.config();
    config.requireSecrets();
    Doors.requireNoRelay(relay);
    CloudRelay running = CloudRelay.start(config, relay.clock(), Version.of(Main.class));
    Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
    ObjectNode ports =
        Json.object().put("agents", running.agentsPort()).put("api", running.apiPort());
    running.pagePort().ifPresent(port -> ports.put("page", port));
    relay.out().println("READY " + Json.line(ports));
    relay.out().flush();
    running.awaitEnd();
    return ExitCode.OK;
  }
}
