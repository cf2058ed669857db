package io.millrace.prove;

import io.millrace.base.error.MillraceException;
import io.millrace.bench.report.Measurement;
import io.millrace.prove.account.Look;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.LineSettings;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * What bad input gets, seen from outside: everything that must be refused is tried beside a line
 * that works, whose counts must agree at the end.
 */
final class RefusalsCampaign {
  private static final String GOAL =
      "each refused with its reason where both sides look, while the line goes on";
  private static final int PRESSES = 2;
  private static final int PIECES_PER_SECOND = 5;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Duration ORDER_CHANGE = Duration.ofHours(1);
  private static final Attacker.Pace NO_PACE = new Attacker.Pace(Duration.ofHours(1), 1);
  private static final int MORE_PIECES = 10;
  private static final Duration GO_ON_MAX = Duration.ofSeconds(60);
  private static final Duration CHECKS_MAX = Duration.ofMinutes(5);

  private final Stage stage;
  private final Findings findings = new Findings();
  private int refused;

  RefusalsCampaign(Stage stage) {
    this.stage = stage;
  }

  Measurement run() {
    LineSettings settings =
        new LineSettings(
            stage.seed(), PRESSES, PIECES_PER_SECOND, false, true, POLL, LineSettings.Target.QUICK);
    Bout.Terms terms = new Bout.Terms(settings, false, FaultMix.NONE, NO_PACE, ORDER_CHANGE);
    try (Bout bout = stage.bout(terms, look -> {})) {
      bout.work(CHECKS_MAX, new Once(() -> tryAll(bout))::isDone);
      requireGoesOn(bout);
      findings.require(
          bout.drain(DRAIN_MAX, look -> true), "the line did not drain within " + DRAIN_MAX);
      Bout.Result result = bout.count();
      findings.figure("pieces", result.verdict().made().total().all());
      findings.complainAll("the line beside it", result.verdict().complaints());
    }
    return findings.claim("refusals", refused, "refusals", GOAL, stage.seed());
  }

  /** The relay says the same of the same port once a minute: those two stand far apart. */
  private void tryAll(Bout bout) {
    FrameRefusals frames = new FrameRefusals(bout.line());
    PaperRefusals papers = new PaperRefusals(bout.line());
    check("no TLS, agents' port", frames::garbageAtAgents);
    check("used code", papers::usedCode);
    check("expired code", papers::expiredCode);
    check("revoked while live", papers::revoked);
    check("clone", papers::copied);
    check("configuration of another plant", papers::foreignConfiguration);
    check("events of another plant", papers::foreignEvents);
    check("oversized message, agents' port", frames::oversizedBatch);
    check("malformed batch, agents' port", frames::malformedBatch);
    check("oversized request, API port", frames::oversizedRequest);
    check("no TLS, API port", frames::garbageAtApi);
    check("malformed answers of a PLC", frames::garbageFromPress);
    WrongConfigurations wrong = new WrongConfigurations(bout.line());
    wrong.all().forEach((name, attempt) -> check(name, attempt));
    check("another company's certificate", papers::unknownRoot);
  }

  /** Each press makes pieces after the last attempt, and they are posted. */
  private void requireGoesOn(Bout bout) {
    stage.progress().accept("the line goes on");
    Ledger before = bout.line().plant().made();
    boolean goesOn = bout.work(GO_ON_MAX, () -> havePostedMore(bout.last(), before));
    findings.require(
        goesOn,
        "not every press posted %d pieces more than the %s made at the last attempt: %s"
            .formatted(MORE_PIECES, before.pieces(), bout.last().rows()));
    long after = bout.last().sum().posted().all() - before.total().all();
    findings.figure("piecesAfterTheLastAttempt", after);
  }

  private static boolean havePostedMore(Look look, Ledger before) {
    return look.rows().size() == PRESSES
        && look.rows().stream()
            .allMatch(
                row -> row.posted().all() >= before.ofMachine(row.machine()).all() + MORE_PIECES);
  }

  private void check(String name, Attempt attempt) {
    stage.progress().accept(name);
    List<String> complaints = complaints(attempt);
    findings.complainAll(name, complaints);
    refused += complaints.isEmpty() ? 1 : 0;
    findings.figure(name, complaints.isEmpty() ? "refused" : "NOT AS IT SHOULD BE");
  }

  /** One attempt that cannot be made must not hide the others. */
  private static List<String> complaints(Attempt attempt) {
    try {
      return attempt.complaints();
    } catch (MillraceException | IllegalStateException | UncheckedIOException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  /** Tries something that must be refused; what was not as it should be, in words. */
  interface Attempt {
    List<String> complaints();
  }

  /** Does it at the first question, and then is done. */
  private static final class Once {
    private final Runnable work;
    private boolean done;

    Once(Runnable work) {
      this.work = work;
    }

    boolean isDone() {
      if (!done) {
        work.run();
        done = true;
      }
      return true;
    }
  }
}
