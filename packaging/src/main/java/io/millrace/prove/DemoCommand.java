package io.millrace.prove;

import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace-prove demo}: the whole path at work, to be looked at. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "A simulated line of three presses, an agent, a relay and simulators of an ERP, a CRM and a"
          + " QMS, as processes on loopback, and the four counts of each machine.",
      "Ctrl-C stops the line, lets it drain and prints the verdict; exit code 0 when counts agree."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String TERMINAL = "millrace.terminal";
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration FAREWELL_MAX = Duration.ofSeconds(150);

  @Option(names = "--chaos", description = "Kill programs and let the ERP misbehave.")
  private boolean chaos;

  @Option(names = "--for", paramLabel = "SECONDS", description = "Stop the line after that time.")
  private @Nullable Integer seconds;

  @Option(names = "--keep", paramLabel = "DIR", description = "Leave all data in that new folder.")
  private @Nullable Path keep;

  @Mixin private final CampaignOptions options = new CampaignOptions();

  @Spec private CommandSpec spec;

  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(1);

  @Override
  public Integer call() {
    try (Processes processes = new Processes(this::farewell)) {
      exitCode.set(demo().run(Home.find(), processes));
      return exitCode.get();
    } finally {
      over.countDown();
    }
  }

  private Demo demo() {
    return new Demo(
        spec.commandLine().getOut(),
        Boolean.getBoolean(TERMINAL),
        new Demo.Wish(
            chaos,
            seconds == null ? FOREVER : Duration.ofSeconds(seconds),
            options.seed(),
            keep,
            options.json()),
        interrupted::get);
  }

  /** On the thread that ends this program; the line is stopped and drained on the main one. */
  private OptionalInt farewell() {
    interrupted.set(true);
    try {
      return over.await(FAREWELL_MAX.toSeconds(), TimeUnit.SECONDS)
          ? OptionalInt.of(exitCode.get())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }
}
