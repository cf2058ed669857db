package io.millrace.prove;

import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.io.PrintWriter;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace-prove counts}: one count, once, under attack. */
@Command(
    name = "counts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Kills programs and lets the ERP misbehave; all counts must agree, and without"
            + " verification they must not.")
final class CountsCommand implements Callable<Integer> {
  @Option(names = "--seed", description = "Repeats what is random.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    try (Processes processes = new Processes()) {
      return Claim.print(
          out,
          json,
          "counts",
          chosen,
          () ->
              new CountsCampaign(
                      Home.find(), processes, chosen, CountsCampaign.Needs.FULL, new Progress(out))
                  .run());
    }
  }
}
