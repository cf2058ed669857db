package io.millrace.prove;

import io.millrace.prove.account.Look;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.LineSettings.Target;
import java.time.Duration;

/**
 * The same line, faults and seed with the operation declared L1: the relay trusts the target to
 * recognise a repeated request, which this one does not. It must end with a duplicate, else the
 * faults of the campaign prove nothing about verification.
 */
final class NegativeControl {
  private static final Duration WORK_MAX = Duration.ofSeconds(60);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(6);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofMillis(1500), 20);

  private final Stage stage;
  private final Findings findings;

  NegativeControl(Stage stage, Findings findings) {
    this.stage = stage;
    this.findings = findings;
  }

  void run() {
    stage.progress().accept("negative control: the same, declared L1");
    LineSettings settings = stage.busyLine(true, Target.QUICK.onLevel("L1"));
    Bout.Terms terms = new Bout.Terms(settings, true, FaultMix.WITHIN_REASON, PACE, ORDER_CHANGE);
    try (Bout bout = stage.bout(terms, look -> {})) {
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
