package io.millrace.sim.cli;

import io.millrace.sim.enterprise.crm.CrmServer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A CRM on HTTP. */
@Command(
    name = "crm",
    description = "A CRM with order status and account alerts, written by external id.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CrmCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final DeskOptions desk = new DeskOptions();

  @Override
  public Integer call() throws InterruptedException {
    CrmServer server = CrmServer.start(desk.settings(), Main.clock());
    Ready.serve(spec, Map.of("http", server.port()), server::close);
    return 0;
  }
}
