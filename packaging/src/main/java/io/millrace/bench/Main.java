package io.millrace.bench;

import io.millrace.bench.report.Measurement;
import io.millrace.prove.process.Home;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code millrace-bench}: how fast, the journal as ratios in one run, in a process with shipped JVM
 * options.
 */
@Command(
    name = "millrace-bench",
    mixinStandardHelpOptions = true,
    description = "Measures, with the JVM options that are shipped, in a process of its own.")
public final class Main implements Callable<Integer> {
  private static final List<Bench> BENCHES =
      List.of(
          new FootprintBench(),
          new JournalBench(),
          new LatencyBench(),
          new PostingsBench(),
          new UplinkBench());
  private static final int USAGE = 2;

  @Parameters(
      description = "What to measure: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private String name = "";

  @Option(names = "--json", description = "One JSON object as the last line.")
  private boolean json;

  @Option(names = "--seed", description = "Repeats a run.")
  private @Nullable Long seed;

  @Option(names = "--brief", description = "Fewer repetitions: says that it works, not how fast.")
  private boolean brief;

  @Option(names = "--in-process", hidden = true, description = "Measures in this very process.")
  private boolean inProcess;

  @Spec private CommandLine.Model.CommandSpec spec;

  /** Ends with the exit code of the measurement. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Bench bench =
        BENCHES.stream().filter(known -> known.name().equals(name)).findFirst().orElse(null);
    if (bench == null) {
      spec.commandLine()
          .getErr()
          .println("no measurement '" + name + "', expected one of " + names());
      return USAGE;
    }
    long chosen = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
    return inProcess ? here(bench, chosen) : apart(bench, chosen);
  }

  /** The same command again, with the options that the measured part is shipped with. */
  private int apart(Bench bench, long chosen) throws Exception {
    List<String> command = Home.find().java(bench.jvm(), Main.class);
    command.addAll(List.of(bench.name(), "--in-process", "--seed", Long.toString(chosen)));
    if (json) {
      command.add("--json");
    }
    if (brief) {
      command.add("--brief");
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private int here(Bench bench, long chosen) {
    List<Measurement> measured = bench.run(new Bench.Scope(chosen, brief));
    measured.forEach(each -> spec.commandLine().getOut().println(each.table() + "\n"));
    if (json) {
      measured.forEach(each -> spec.commandLine().getOut().println(each.json()));
    }
    spec.commandLine().getOut().flush();
    return measured.stream().mapToInt(Measurement::exitCode).max().orElse(USAGE);
  }

  private static List<String> names() {
    return BENCHES.stream().map(Bench::name).toList();
  }

  /** For the help text. */
  static final class Names implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return names().iterator();
    }
  }
}
