package io.millrace.sim.cli;

import io.millrace.sim.enterprise.erp.ErpServer;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** An ERP on HTTP. */
@Command(
    name = "erp",
    description = "An ERP with production orders; what is posted to them is not idempotent.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ErpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final DeskOptions desk = new DeskOptions();

  @Override
  public Integer call() throws InterruptedException {
    ErpServer server = ErpServer.start(desk.settings(), Main.clock());
    Ready.serve(spec, Map.of("http", server.port()), server::close);
    return 0;
  }
}
