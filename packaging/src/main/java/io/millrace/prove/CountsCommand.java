package io.millrace.prove;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace-prove counts}: one count, once, under attack. */
@Command(
    name = "counts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Kills programs and lets the ERP misbehave; all counts must agree, and without"
            + " verification they must not.")
final class CountsCommand implements Callable<Integer> {
  @Mixin private final CampaignOptions options = new CampaignOptions();

  @Override
  public Integer call() {
    return options.run(
        "counts", stage -> new CountsCampaign(stage, CountsCampaign.Needs.FULL).run());
  }
}
