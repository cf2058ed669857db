package io.millrace.prove;

import io.millrace.base.time.Clock;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Consumer;

/** Says now and then how far a campaign is. One thread. */
final class Progress implements Consumer<String> {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final PrintWriter out;
  private final Clock clock = Clock.system();
  private final long startNanos = clock.nanos();
  private long nextNanos = startNanos;

  Progress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void accept(String words) {
    if (clock.nanos() - nextNanos >= 0) {
      nextNanos = clock.nanos() + BETWEEN_LINES.toNanos();
      long seconds = Duration.ofNanos(clock.nanos() - startNanos).toSeconds();
      out.println("%4d s  %s".formatted(seconds, words));
      out.flush();
    }
  }
}
