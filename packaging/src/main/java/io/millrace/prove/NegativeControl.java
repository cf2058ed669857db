package io.millrace.prove;

import io.millrace.prove.account.Look;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.LineSettings.Target;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The same line, faults and seed with the operation declared L1: the relay trusts the target to
 * recognise a repeated request, which this one does not. It must end with a duplicate, else the
 * faults of the campaign prove nothing about verification.
 */
final class NegativeControl {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PRESSES = 5;
  private static final int PIECES_PER_SECOND = 50;
  private static final Duration WORK_MAX = Duration.ofSeconds(60);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(6);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofMillis(1500), 20);

  private final Home home;
  private final Processes processes;
  private final long seed;
  private final Findings findings;

  NegativeControl(Home home, Processes processes, long seed, Findings findings) {
    this.home = home;
    this.processes = processes;
    this.seed = seed;
    this.findings = findings;
  }

  void run(Consumer<String> progress) {
    progress.accept("negative control: the same, declared L1");
    LineSettings settings =
        new LineSettings(
            seed, PRESSES, PIECES_PER_SECOND, true, true, POLL, Target.QUICK.onLevel("L1"));
    Bout.Terms terms = new Bout.Terms(settings, true, FaultMix.WITHIN_REASON, PACE, ORDER_CHANGE);
    try (Bout bout = new Bout(home, processes, Workplace.temporary(), terms, look -> {})) {
      bout.work(WORK_MAX, () -> isDoubled(bout.last()));
      int doubled = bout.documents().duplicates().size();
      findings.figure("controlDuplicates", doubled);
      findings.require(
          doubled >= 1, "proves nothing: without verification no document was doubled either");
    }
  }

  private static boolean isDoubled(Look look) {
    return look.doubled() > 0;
  }
}
