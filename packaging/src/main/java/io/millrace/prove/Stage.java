package io.millrace.prove;

import io.millrace.prove.account.Look;
import io.millrace.prove.line.Extent;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.LineSettings.Target;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.time.Duration;
import java.util.function.Consumer;

/** What a campaign is given: the programs, whoever kills them, its seed, and who hears of it. */
record Stage(Home home, Processes processes, long seed, Consumer<String> progress) {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PRESSES = 5;
  private static final int PIECES_PER_SECOND = 50;
  private static final Extent WHOLE =
      new Extent(true, 10, 30, Duration.ofSeconds(20), Duration.ofSeconds(2));

  /** Five presses as fast as they can; guarded: near a rollover, standing while orders change. */
  LineSettings busyLine(boolean guarded, Target target) {
    return new LineSettings(seed, PRESSES, PIECES_PER_SECOND, guarded, guarded, POLL, target);
  }

  /** The same with all three business systems, and trouble enough for them. */
  LineSettings wholeLine(Target target) {
    return busyLine(true, target).showing(WHOLE);
  }

  /** Starts a line in a folder that goes with it. */
  Bout bout(Bout.Terms terms, Consumer<Look> viewer) {
    return new Bout(home, processes, Workplace.temporary(), terms, viewer);
  }
}
