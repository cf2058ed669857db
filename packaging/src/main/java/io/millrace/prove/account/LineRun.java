package io.millrace.prove.account;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.RelayPages;
import io.millrace.prove.process.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A line from the first piece to the verdict, on one thread that advances everything else. */
public final class LineRun {
  /** Between two steps of an attack: a state that lasts longer is seen. */
  private static final Duration STEP = Duration.ofMillis(15);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final Duration REGISTERS_SETTLE_MAX = Duration.ofSeconds(10);

  private final Line line;
  private final Watcher watcher;
  private final Clock clock;
  private final Consumer<Look> viewer;
  private long nextLookNanos;
  private Look last;

  /** Every look goes to the viewer. */
  public LineRun(Line line, Clock clock, Consumer<Look> viewer) {
    this.line = line;
    this.watcher = new Watcher(line);
    this.clock = clock;
    this.viewer = viewer;
    this.last = watcher.look();
    this.nextLookNanos = clock.nanos();
  }

  /** Latest look. */
  public Look last() {
    return last;
  }

  /** Takes steps until the end comes or the time is over; whether the end came. */
  public boolean run(Duration limit, Runnable step, BooleanSupplier end) {
    long stopNanos = clock.nanos() + limit.toNanos();
    while (!end.getAsBoolean()) {
      if (clock.nanos() - stopNanos >= 0) {
        return false;
      }
      step.run();
      line.requireAlive();
      lookWhenDue();
      Waiting.rest(STEP);
    }
    return true;
  }

  /**
   * Stops the presses and waits until everything that was made is posted, held orders are released
   * and nothing is on its way; whether that came within the time.
   */
  public boolean drain(Duration limit, Predicate<Look> also) {
    line.plant().stop();
    return run(
        limit,
        () -> {},
        () ->
            last.down().isEmpty()
                && last.open() == 0
                && last.backlog() == 0
                && last.sum().register().equals(last.sum().logged())
                && last.lost() == 0
                && last.business().isSettled()
                && also.test(last));
  }

  /** The model's own truth, once the registers show it; they settle within moments of the stop. */
  public Ledger made() {
    Waiting.until(
        () -> line.registers().ledger().equals(line.plant().made()), REGISTERS_SETTLE_MAX);
    return line.plant().made();
  }

  /** The four counts now, with what the journal held. */
  public FourCounts counts(Ledger journalled) {
    Ledger logged = line.relayPages().status().map(RelayPages::logged).orElse(Ledger.EMPTY);
    List<Document> documents = line.erp().documents();
    return new FourCounts(line.registers().ledger(), journalled, logged, documents);
  }

  /** A look now. */
  public Look look() {
    last = watcher.look();
    viewer.accept(last);
    return last;
  }

  private void lookWhenDue() {
    if (clock.nanos() - nextLookNanos >= 0) {
      nextLookNanos = clock.nanos() + BETWEEN_LOOKS.toNanos();
      look();
    }
  }
}
