package io.millrace.prove;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace-prove refusals}: what bad input gets. */
@Command(
    name = "refusals",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Tries what must be refused, beside a line that works.")
final class RefusalsCommand implements Callable<Integer> {
  @Mixin private final CampaignOptions options = new CampaignOptions();

  @Override
  public Integer call() {
    return options.run("refusals", stage -> new RefusalsCampaign(stage).run());
  }
}
