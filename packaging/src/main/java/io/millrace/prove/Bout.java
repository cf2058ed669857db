package io.millrace.prove;

import io.millrace.base.time.Clock;
import io.millrace.prove.account.AgentJournal;
import io.millrace.prove.account.FourCounts;
import io.millrace.prove.account.Journalled;
import io.millrace.prove.account.LineRun;
import io.millrace.prove.account.Look;
import io.millrace.prove.account.SystemsCheck;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One line from its start to the verdict: it works, changes orders, is attacked if so wished, is
 * stopped, drains, is counted. One thread; every method blocks.
 */
final class Bout implements AutoCloseable {
  private static final Duration CEASE_MAX = Duration.ofSeconds(60);

  private final Terms terms;
  private final Workplace place;
  private final Line line;
  private final Orders orders;
  private final Attacker attacker;
  private final LineRun run;

  /** Starts the line; the presses stand still. The place is closed with it. */
  Bout(Home home, Processes processes, Workplace place, Terms terms, Consumer<Look> viewer) {
    Clock clock = Clock.system();
    this.terms = terms;
    this.place = place;
    this.line = new Line(home, processes, place, terms.settings);
    this.orders = new Orders(line, terms.orderChange, clock);
    this.attacker =
        new Attacker(
            line,
            terms.settings.target(),
            orders,
            terms.faults,
            terms.pace,
            new SplittableRandom(terms.settings.seed()),
            clock);
    this.run = new LineRun(line, clock, viewer);
  }

  Line line() {
    return line;
  }

  Orders orders() {
    return orders;
  }

  Tally tally() {
    return attacker.tally();
  }

  Look last() {
    return run.last();
  }

  /** What the ERP did wrong so far, as of the last time that it could be asked. */
  Map<String, Long> faults() {
    return run.last().faults();
  }

  /** The documents now. */
  FourCounts documents() {
    return run.counts(Ledger.EMPTY);
  }

  /** Lets the presses run until the end comes or the time is over; whether the end came. */
  boolean work(Duration limit, BooleanSupplier end) {
    line.plant().run();
    return run.run(limit, this::step, end);
  }

  /** Ends attacks, order changes and faults; the presses go on meanwhile, as orders need them. */
  void cease() {
    run.run(CEASE_MAX, orders::advance, () -> attacker.cease() && orders.areSettled());
    attacker.clearFaults();
  }

  /** Ceases, stops the presses, waits until all is posted. */
  boolean drain(Duration limit, Predicate<Look> also) {
    cease();
    return run.drain(limit, also);
  }

  /** Counts everything; the agent is ended for it, the relay still answers. */
  Result count() {
    Ledger made = run.made();
    Look look = run.look();
    FourCounts counts = run.counts(Ledger.EMPTY);
    Map<String, Long> faults = line.erp().statistics();
    line.stopAgent();
    Journalled journalled = AgentJournal.read(line.agentFolder().resolve("data/journal"));
    FourCounts all =
        new FourCounts(counts.register(), journalled.ledger(), counts.logged(), counts.documents());
    List<String> systems =
        terms.settings.extent().whole() ? new SystemsCheck(line).run() : List.of();
    return new Result(new Verdict(made, all, look.open()), journalled, faults, look, systems);
  }

  private void step() {
    orders.advance();
    if (terms.attack) {
      attacker.advance();
    }
  }

  @Override
  public void close() {
    line.close();
    line.killAll();
    place.close();
  }

  /** What the bout is about. */
  record Terms(
      LineSettings settings,
      boolean attack,
      FaultMix faults,
      Attacker.Pace pace,
      Duration orderChange) {}

  /** What came out; {@code systems}: where documents of the business systems do not fit. */
  record Result(
      Verdict verdict,
      Journalled journalled,
      Map<String, Long> faults,
      Look look,
      List<String> systems) {
    Result {
      systems = List.copyOf(systems);
    }
  }
}
