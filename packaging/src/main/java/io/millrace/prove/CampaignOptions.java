package io.millrace.prove;

import io.millrace.bench.report.Measurement;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.io.PrintWriter;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every campaign's command takes. */
final class CampaignOptions {
  @Option(names = "--seed", description = "Repeats what is random.")
  private @Nullable Long seed;

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The one that was asked for, or any. */
  long seed() {
    return seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
  }

  boolean json() {
    return json;
  }

  /** Runs a campaign of that name and prints its claim; exit code as in {@link Claim}. */
  int run(String name, Function<Stage, Measurement> campaign) {
    PrintWriter out = command.commandLine().getOut();
    long chosen = seed();
    try (Processes processes = new Processes()) {
      return Claim.print(
          out,
          json,
          name,
          chosen,
          () -> campaign.apply(new Stage(Home.find(), processes, chosen, new Progress(out))));
    }
  }
}
