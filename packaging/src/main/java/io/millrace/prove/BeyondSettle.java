package io.millrace.prove;

import io.millrace.prove.account.FourCounts;
import io.millrace.prove.account.Journalled;
import io.millrace.prove.account.Look;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.LineSettings.Target;
import io.millrace.prove.line.Pieces;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import io.millrace.v1.Case;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A target that commits when nobody looks any more, which no client can prevent: each doubled
 * document must end in exactly one case. The presses do not stand around order changes here, so
 * orders may differ, but only by pieces that are flagged.
 */
final class BeyondSettle {
  private static final String DUPLICATE = "DUPLICATE";
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int PRESSES = 5;
  private static final int PIECES_PER_SECOND = 50;
  private static final int LATE_COMMITS = 3;

  /** Some are found before they are sent again, when this machine is slow. */
  private static final int LATE_DRAWN = 6;

  private static final int ORDER_CHANGES = 3;
  private static final Duration WORK_MAX = Duration.ofSeconds(60);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(90);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(2);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofMinutes(1), 20);

  private final Home home;
  private final Processes processes;
  private final long seed;
  private final Findings findings;

  BeyondSettle(Home home, Processes processes, long seed, Findings findings) {
    this.home = home;
    this.processes = processes;
    this.seed = seed;
    this.findings = findings;
  }

  void run(Consumer<String> progress) {
    progress.accept("a target that commits beyond settle");
    LineSettings settings =
        new LineSettings(seed, PRESSES, PIECES_PER_SECOND, false, false, POLL, Target.QUICK);
    Bout.Terms terms = new Bout.Terms(settings, false, FaultMix.BEYOND_SETTLE, PACE, ORDER_CHANGE);
    try (Bout bout = new Bout(home, processes, Workplace.temporary(), terms, look -> {})) {
      bout.work(
          WORK_MAX,
          () ->
              late(bout) >= LATE_DRAWN && bout.line().registers().orderChanges() >= ORDER_CHANGES);
      boolean told = bout.drain(DRAIN_MAX, look -> isTold(bout, look));
      List<Case> cases = bout.line().relayPages().cases().orElse(List.of());
      Bout.Result result = bout.count();
      judge(result, cases, late(bout));
      findings.require(told, "not every doubled document had its case within " + DRAIN_MAX);
    }
  }

  private static long late(Bout bout) {
    return bout.faults().getOrDefault(FaultMix.LATE_BEYOND_SETTLE, 0L);
  }

  /** Nothing that was drawn to be late is still to come, and each doubled document has its case. */
  private static boolean isTold(Bout bout, Look look) {
    return bout.faults().getOrDefault("waiting", 0L) == 0
        && look.doubled() >= LATE_COMMITS
        && look.cases().getOrDefault(DUPLICATE, 0L) >= look.doubled();
  }

  private void judge(Bout.Result result, List<Case> cases, long late) {
    FourCounts counts = result.verdict().counts();
    Set<String> references =
        counts.duplicates().stream()
            .map(Document::reference)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Case> told =
        cases.stream().filter(question -> question.getClass_().equals(DUPLICATE)).toList();
    findings.atLeast("commitsBeyondSettle", late, LATE_COMMITS);
    findings.atLeast("duplicateCases", told.size(), LATE_COMMITS);
    findings.require(
        told.size() == references.size()
            && told.stream().map(Case::getSubject).distinct().count() == told.size(),
        "%d references are doubled, %d DUPLICATE cases".formatted(references.size(), told.size()));
    findings.require(
        counts.lostByMachine() == 0,
        "beyond settle: %d pieces lost".formatted(counts.lostByMachine()));
    requireOnlyFlagged(result.verdict().made(), result.journalled());
  }

  private void requireOnlyFlagged(Ledger made, Journalled journalled) {
    Ledger counted = journalled.ledger();
    Ledger flagged = journalled.flagged();
    for (Ledger.Key key : made.pieces().keySet()) {
      Pieces machineMade = made.ofMachine(key.machine());
      findings.require(
          counted.ofMachine(key.machine()).equals(machineMade),
          "%s made %s, journalled %s"
              .formatted(key.machine(), machineMade, counted.ofMachine(key.machine())));
      Pieces off = made.of(key).minus(counted.of(key));
      Pieces allowed = flagged.ofMachine(key.machine());
      findings.require(
          Math.abs(off.good()) <= allowed.good() && Math.abs(off.scrap()) <= allowed.scrap(),
          "%s differs by %s, flagged are only %s".formatted(key, off, allowed));
    }
    findings.figure("flaggedPieces", flagged.total().all());
  }
}
