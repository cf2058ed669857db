package io.millrace.prove;

import io.millrace.prove.account.FourCounts;
import io.millrace.prove.account.Journalled;
import io.millrace.prove.account.Look;
import io.millrace.prove.account.Verdict;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.LineSettings.Target;
import io.millrace.prove.line.Pieces;
import io.millrace.prove.line.RelayPages;
import io.millrace.v1.Case;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A target that commits when nobody looks any more, which no client can prevent: each doubled
 * document must end in exactly one case, whose undo leaves each piece posted once. The presses do
 * not stand around order changes here, so orders may differ, but only by pieces that are flagged.
 */
final class BeyondSettle {
  private static final String DUPLICATE = "DUPLICATE";
  private static final String UNDO = "undo";
  private static final Duration UNDO_MAX = Duration.ofSeconds(60);
  private static final int LATE_COMMITS = 3;

  /** Some are found before they are sent again, when this machine is slow. */
  private static final int LATE_DRAWN = 6;

  private static final int ORDER_CHANGES = 3;
  private static final Duration WORK_MAX = Duration.ofSeconds(60);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(90);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(2);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofMinutes(1), 20);

  private final Stage stage;
  private final Findings findings;

  BeyondSettle(Stage stage, Findings findings) {
    this.stage = stage;
    this.findings = findings;
  }

  void run() {
    stage.progress().accept("a target that commits beyond settle");
    LineSettings settings = stage.busyLine(false, Target.QUICK);
    Bout.Terms terms = new Bout.Terms(settings, false, FaultMix.BEYOND_SETTLE, PACE, ORDER_CHANGE);
    try (Bout bout = stage.bout(terms, look -> {})) {
      bout.work(
          WORK_MAX,
          () ->
              late(bout) >= LATE_DRAWN && bout.line().registers().orderChanges() >= ORDER_CHANGES);
      boolean told = bout.drain(DRAIN_MAX, look -> isTold(bout, look));
      findings.require(told, "not every doubled document had its case within " + DRAIN_MAX);
      findings.atLeast("commitsBeyondSettle", late(bout), LATE_COMMITS);
      undoAll(bout, requireOneCaseEach(bout));
      Bout.Result result = bout.count();
      requireOnce(result.verdict());
      requireOnlyFlagged(result.verdict().made(), result.journalled());
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

  /** The postings of the doubled documents are those that the cases are about, no more, no less. */
  private List<Case> requireOneCaseEach(Bout bout) {
    RelayPages relay = bout.line().relayPages();
    List<Case> told =
        relay.cases().orElse(List.of()).stream()
            .filter(question -> question.getClass_().equals(DUPLICATE))
            .toList();
    List<String> doubled =
        references(bout.documents()).entrySet().stream()
            .map(each -> subject(relay, each.getKey(), each.getValue()))
            .sorted()
            .toList();
    List<String> subjects = told.stream().map(Case::getSubject).sorted().toList();
    findings.atLeast("duplicateCases", told.size(), LATE_COMMITS);
    findings.require(
        subjects.equals(doubled), "doubled are %s, cases tell of %s".formatted(doubled, subjects));
    return told;
  }

  /** Numbers of all documents whose reference another one has, by reference. */
  private static SortedMap<String, List<String>> references(FourCounts counts) {
    Set<String> doubled =
        counts.duplicates().stream().map(Document::reference).collect(Collectors.toSet());
    return counts.documents().stream()
        .filter(document -> doubled.contains(document.reference()))
        .collect(
            Collectors.groupingBy(
                Document::reference,
                TreeMap::new,
                Collectors.mapping(Document::number, Collectors.toList())));
  }

  /** As a case names the posting with that reference; the relay knows the one that it kept. */
  private static String subject(RelayPages relay, String reference, List<String> numbers) {
    return numbers.stream()
        .flatMap(number -> relay.traceDocument(number).stream())
        .flatMap(trace -> trace.getPostingsList().stream())
        .filter(posting -> posting.getReference().equals(reference))
        .map(posting -> Long.toString(posting.getPosting()))
        .findFirst()
        .orElse("no posting with reference " + reference);
  }

  /** As a person would who reads the cases: every surplus document is reversed. */
  private void undoAll(Bout bout, List<Case> told) {
    for (Case question : told) {
      findings.require(
          bout.line().relayPages().decide(question.getId(), UNDO),
          "case %d takes no decision %s".formatted(question.getId(), UNDO));
    }
    boolean undone =
        bout.drain(UNDO_MAX, look -> look.doubled() == 0 && !look.cases().containsKey(DUPLICATE));
    findings.require(undone, "not every surplus document was reversed within " + UNDO_MAX);
  }

  /** With the surplus undone, the documents of each machine say what it made, once. */
  private void requireOnce(Verdict verdict) {
    FourCounts counts = verdict.counts();
    findings.require(
        counts.duplicates().isEmpty(), "still doubled: %s".formatted(counts.duplicates()));
    for (String machine : verdict.made().machines()) {
      Pieces made = verdict.made().ofMachine(machine);
      Pieces posted = counts.posted().ofMachine(machine);
      findings.require(
          posted.equals(made),
          "beyond settle: %s made %s, posted %s".formatted(machine, made, posted));
    }
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
