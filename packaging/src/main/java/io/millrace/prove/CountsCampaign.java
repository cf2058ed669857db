package io.millrace.prove;

import io.millrace.bench.report.Measurement;
import io.millrace.prove.account.Business;
import io.millrace.prove.account.Journalled;
import io.millrace.prove.account.Look;
import io.millrace.prove.account.TraceCheck;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.attack.Tally;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.LineSettings.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One count, once, under attack: the attacked line, its negative control, and a target that breaks
 * the assumption on which L3 rests. Counts only when enough of everything happened.
 */
final class CountsCampaign {
  private static final String GOAL =
      "register = journalled = logged = posted, nothing doubled, nothing lost";
  private static final Duration DRAIN_MAX = Duration.ofSeconds(90);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(6);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofMillis(1500), 20);
  private static final int NONCONFORMANCES = 5;
  private static final int ALERTS = 3;
  private static final int OPC_UA_OUTAGES = 1;

  /** How long what was sent before an outage may take to arrive, and so be read within it. */
  private static final Duration UNDER_WAY = Duration.ofMillis(300);

  private static final List<String> SYSTEMS = List.of("erp", "crm", "qms");
  private static final String RESET_PRESS = "press-1";

  private final Stage stage;
  private final Needs needs;
  private final Findings findings = new Findings();

  CountsCampaign(Stage stage, Needs needs) {
    this.stage = stage;
    this.needs = needs;
  }

  Measurement run() {
    long postings = attacked();
    new NegativeControl(stage, findings).run();
    new BeyondSettle(stage, findings).run();
    return findings.claim("counts", postings, "postings", GOAL, stage.seed());
  }

  private long attacked() {
    stage.progress().accept("the attacked line, seed " + stage.seed());
    LineSettings settings = stage.wholeLine(Target.QUICK);
    Bout.Terms terms = new Bout.Terms(settings, true, FaultMix.WITHIN_REASON, PACE, ORDER_CHANGE);
    try (Bout bout = stage.bout(terms, this::show)) {
      bout.orders().resetSoon(RESET_PRESS);
      bout.work(needs.timeMax, () -> isEnough(bout));
      findings.require(
          bout.drain(DRAIN_MAX, look -> true), "the line did not drain within " + DRAIN_MAX);
      return judge(bout, bout.count());
    }
  }

  private boolean isEnough(Bout bout) {
    Look look = bout.last();
    return look.business().confirmations() >= needs.postings
        && look.business().nonconformances() >= NONCONFORMANCES
        && look.business().alerts() >= ALERTS
        && bout.tally().cuts().size() >= OPC_UA_OUTAGES
        && SYSTEMS.stream().allMatch(system -> bout.tally().systemKills(system) >= 1)
        && bout.tally().sendingKills() >= needs.sendingKills
        && bout.tally().backlogKills() >= needs.backlogKills
        && bout.line().registers().wraps() >= 1
        && bout.line().registers().resets() >= 1
        && bout.line().registers().orderChanges() >= needs.orderChanges
        && hasFaults(bout.faults());
  }

  private boolean hasFaults(Map<String, Long> faults) {
    return faults.getOrDefault(FaultMix.DROP_AFTER_COMMIT, 0L) >= needs.drops
        && faults.getOrDefault(FaultMix.LATE_WITHIN_SETTLE, 0L) >= 1;
  }

  private long judge(Bout bout, Bout.Result result) {
    Business business = result.look().business();
    long postings = business.confirmations();
    Map<String, Long> faults = result.faults();
    findings.figure("pieces", result.verdict().made().total().all());
    findings.atLeast("postings", postings, needs.postings);
    findings.atLeast(
        "commitThenDrops", faults.getOrDefault(FaultMix.DROP_AFTER_COMMIT, 0L), needs.drops);
    findings.atLeast(
        "answersLateWithinSettle", faults.getOrDefault(FaultMix.LATE_WITHIN_SETTLE, 0L), 1);
    findings.atLeast("killsOnSending", bout.tally().sendingKills(), needs.sendingKills);
    findings.atLeast("agentKillsWithBacklog", bout.tally().backlogKills(), needs.backlogKills);
    findings.atLeast("rollovers", bout.line().registers().wraps(), 1);
    findings.atLeast("resets", bout.line().registers().resets(), 1);
    findings.atLeast("orderChanges", bout.line().registers().orderChanges(), needs.orderChanges);
    findings.atLeast("nonconformances", business.nonconformances(), NONCONFORMANCES);
    findings.atLeast("alerts", business.alerts(), ALERTS);
    SYSTEMS.forEach(
        system -> findings.atLeast(system + "Kills", bout.tally().systemKills(system), 1));
    judgeCuts(bout.tally().cuts(), result.journalled());
    findings.figure("reschedules", business.reschedules());
    findings.figure("crmOrders", business.orders());
    findings.figure("kills", bout.tally().byVictim());
    findings.figure("faults", faults);
    findings.complainAll("counts", result.verdict().complaints());
    findings.complainAll("systems", result.systems());
    findings.complainAll("chain", result.journalled().breaks());
    requireOnlyTheResetsCase(result.look());
    TraceCheck trace = new TraceCheck(bout.line().relayPages(), result.journalled());
    findings.complainAll(
        "trace",
        trace.run(result.verdict().counts().documents(), new SplittableRandom(stage.seed())));
    findings.atLeast("traced", trace.followed(), 2 * TraceCheck.SAMPLES);
    return postings;
  }

  /**
   * Nobody could read the press meanwhile: all of that time is told, from the last value read to
   * the first after it, and its pieces are counted all the same.
   */
  private void judgeCuts(List<Tally.Cut> cuts, Journalled journalled) {
    findings.atLeast("opcUaOutages", cuts.size(), OPC_UA_OUTAGES);
    findings.figure("piecesMadeMeanwhile", cuts.stream().mapToLong(Tally.Cut::pieces).sum());
    for (Tally.Cut cut : cuts) {
      findings.require(
          journalled.isGap(cut.press(), cut.from().plus(UNDER_WAY), cut.to()),
          "no gap tells that %s was not read all the time from %s to %s"
              .formatted(cut.press(), cut.from(), cut.to()));
    }
  }

  /** A reset leaves a question that only a person can answer; nothing else may. */
  private void requireOnlyTheResetsCase(Look look) {
    findings.require(
        look.cases().keySet().equals(Set.of("COUNTER_RESET")),
        "open cases are %s, expected only that of the reset".formatted(look.cases()));
  }

  private void show(Look look) {
    stage
        .progress()
        .accept(
            "pieces %d, posted %d, backlog %d, postings %s, released %d of %d, alerts %d, down %s"
                .formatted(
                    look.sum().register().all(),
                    look.sum().posted().all(),
                    look.backlog(),
                    Screen.text(look.postings()),
                    look.business().released(),
                    look.business().outside(),
                    look.business().alerts(),
                    look.down()));
  }

  /** What must have happened for the campaign to prove anything, and how long it may take. */
  record Needs(
      int postings,
      int drops,
      int sendingKills,
      int backlogKills,
      int orderChanges,
      Duration timeMax) {
    static final Needs FULL = new Needs(300, 15, 5, 3, 3, Duration.ofMinutes(3));
  }
}
