package io.millrace.prove;

import io.millrace.base.time.Clock;
import io.millrace.prove.account.Business;
import io.millrace.prove.account.Look;
import io.millrace.prove.account.Verdict;
import io.millrace.prove.attack.Attacker;
import io.millrace.prove.attack.FaultMix;
import io.millrace.prove.attack.Tally;
import io.millrace.prove.line.Extent;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sets a line up, shows it, stops and drains it, and says whether its counts agree. */
final class Demo {
  private static final int PRESSES = 3;
  private static final int PIECES_PER_SECOND = 5;
  private static final Extent EXTENT =
      new Extent(true, 1, 20, Duration.ofSeconds(12), Duration.ofSeconds(3));
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ORDER_CHANGE = Duration.ofSeconds(10);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(60);
  private static final Attacker.Pace PACE = new Attacker.Pace(Duration.ofSeconds(4), 5);

  private final PrintWriter out;
  private final boolean terminal;
  private final Wish wish;
  private final BooleanSupplier interrupted;
  private final Clock clock = Clock.system();
  private Tally tally = new Tally();
  private @Nullable URI page;

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
    screen.say(title + ": starting plant, ERP, CRM, QMS, relay and agent ...");
    LineSettings settings =
        new LineSettings(
                wish.seed, PRESSES, PIECES_PER_SECOND, false, true, POLL, LineSettings.Target.QUICK)
            .showing(EXTENT);
    Bout.Terms terms =
        new Bout.Terms(
            settings,
            wish.chaos,
            wish.chaos ? FaultMix.WITHIN_REASON : FaultMix.NONE,
            PACE,
            ORDER_CHANGE);
    Workplace place = wish.keep == null ? Workplace.temporary() : Workplace.kept(wish.keep);
    try (Bout bout = new Bout(home, processes, place, terms, look -> show(look, screen))) {
      tally = bout.tally();
      page = bout.line().page();
      screen.say("page " + page);
      bout.work(wish.length, interrupted);
      screen.say(terminal ? "" : wish.ending());
      bout.cease();
      screen.say(terminal ? "" : "stopping the presses, posting what is on its way ...");
      bout.drain(DRAIN_MAX, look -> true);
      return judge(bout.count(), bout.tally(), screen);
    }
  }

  private void show(Look look, Screen screen) {
    screen.show(look, notes(tally, false));
  }

  private int judge(Bout.Result result, Tally kills, Screen screen) {
    Verdict verdict = result.verdict();
    if (!terminal) {
      screen.page(result.look(), notes(kills, true)).forEach(screen::say);
    }
    verdict.complaints().forEach(screen::say);
    result.systems().forEach(screen::say);
    boolean agrees = verdict.agrees() && result.systems().isEmpty();
    Business business = result.look().business();
    screen.say(
        agrees
            ? ("the counts agree: %d pieces made, journalled, logged and posted once; %d"
                   + " nonconformances held and released once; %d alerts, each with the ERP's days")
                .formatted(
                    verdict.made().total().all(), business.nonconformances(), business.alerts())
            : "THE COUNTS DO NOT AGREE");
    if (wish.keep != null) {
      screen.say("all data is in " + wish.keep);
    }
    if (wish.json) {
      screen.say(
          verdict.json(kills.kills(), result.faults(), wish.seed, screen.seconds(), business));
    }
    return agrees ? 0 : 1;
  }

  private List<String> notes(Tally kills, boolean over) {
    if (over) {
      return List.of("%-18s %s".formatted("kills", Screen.text(kills.byVictim())));
    }
    String address = "%-18s %s".formatted("page", page);
    return wish.chaos
        ? List.of(
            "%-18s %s".formatted("kills", Screen.text(kills.byVictim())),
            address,
            "",
            "Ctrl-C to stop")
        : List.of(address, "", "Ctrl-C to stop");
  }

  /** What was asked for on the command line. */
  record Wish(boolean chaos, Duration length, long seed, @Nullable Path keep, boolean json) {

    /** What is waited for before the presses are stopped. */
    String ending() {
      return chaos
          ? "letting the last attack and order change end; the presses go on ..."
          : "letting the last order change end; the presses go on ...";
    }
  }
}
