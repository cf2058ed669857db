package io.millrace.prove;

import io.millrace.base.time.Clock;
import io.millrace.prove.account.FourCounts;
import io.millrace.prove.account.JournalSum;
import io.millrace.prove.account.LineRun;
import io.millrace.prove.account.Look;
import io.millrace.prove.account.Verdict;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.attack.Orders;
import io.millrace.prove.attack.Tally;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sets a line up, shows it, stops and drains it, and says whether its counts agree. */
final class Demo {
  private static final int PRESSES = 3;
  private static final int PIECES_PER_SECOND = 5;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(10);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Duration CEASE_MAX = Duration.ofSeconds(60);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofSeconds(4), 5);

  private final PrintWriter out;
  private final boolean terminal;
  private final Wish wish;
  private final BooleanSupplier interrupted;
  private final Clock clock = Clock.system();

  Demo(PrintWriter out, boolean terminal, Wish wish, BooleanSupplier interrupted) {
    this.out = out;
    this.terminal = terminal;
    this.wish = wish;
    this.interrupted = interrupted;
  }

  /** Exit code: 0 when the counts agree. */
  int run(Home home, Processes processes) {
    String title = "millrace demo%s, seed %d".formatted(wish.chaos ? " in chaos" : "", wish.seed);
    Screen screen = new Screen(out, terminal, clock, title);
    screen.say(title + ": starting plant, ERP, relay and agent ...");
    LineSettings settings =
        new LineSettings(
            wish.seed, PRESSES, PIECES_PER_SECOND, false, true, POLL, LineSettings.Target.QUICK);
    try (Workplace place = wish.keep == null ? Workplace.temporary() : Workplace.kept(wish.keep);
        Line line = new Line(home, processes, place, settings)) {
      return show(line, screen);
    }
  }

  private int show(Line line, Screen screen) {
    Orders orders = new Orders(line, ORDER_CHANGE, clock);
    Attacker attacker =
        new Attacker(
            line,
            LineSettings.Target.QUICK,
            orders,
            wish.chaos ? FaultMix.WITHIN_REASON : FaultMix.NONE,
            PACE,
            new SplittableRandom(wish.seed),
            clock);
    LineRun run =
        new LineRun(line, clock, look -> screen.show(look, notes(attacker.tally(), false)));
    line.plant().run();
    run.run(
        wish.length,
        () -> {
          orders.advance();
          if (wish.chaos) {
            attacker.advance();
          }
        },
        interrupted);
    screen.say(terminal ? "" : "stopping the line ...");
    run.run(CEASE_MAX, orders::advance, attacker::cease);
    attacker.clearFaults();
    run.drain(DRAIN_MAX, look -> true);
    return judge(line, run, attacker.tally(), screen);
  }

  private int judge(Line line, LineRun run, Tally tally, Screen screen) {
    Ledger made = run.made();
    Look look = run.look();
    Map<String, Long> faults = line.erp().statistics();
    FourCounts counts = run.counts(Ledger.EMPTY);
    line.stopAgent();
    Ledger journalled = JournalSum.read(line.agentFolder().resolve("data/journal"));
    Verdict verdict =
        new Verdict(
            made,
            new FourCounts(counts.register(), journalled, counts.logged(), counts.documents()),
            look.open());
    if (!terminal) {
      screen.page(look, notes(tally, true)).forEach(screen::say);
    }
    verdict.complaints().forEach(screen::say);
    screen.say(
        verdict.agrees()
            ? "the counts agree: %d pieces made, journalled, logged and posted once"
                .formatted(made.total().all())
            : "THE COUNTS DO NOT AGREE");
    if (wish.keep != null) {
      screen.say("all data is in " + wish.keep);
    }
    if (wish.json) {
      screen.say(verdict.json(tally.kills(), faults, wish.seed, screen.seconds()));
    }
    return verdict.agrees() ? 0 : 1;
  }

  private List<String> notes(Tally tally, boolean over) {
    if (over) {
      return List.of("%-18s %s".formatted("kills", Screen.text(tally.byVictim())));
    }
    return wish.chaos
        ? List.of(
            "%-18s %s".formatted("kills", Screen.text(tally.byVictim())), "", "Ctrl-C to stop")
        : List.of("", "Ctrl-C to stop");
  }

  /** What was asked for on the command line. */
  record Wish(boolean chaos, Duration length, long seed, @Nullable Path keep, boolean json) {}
}
