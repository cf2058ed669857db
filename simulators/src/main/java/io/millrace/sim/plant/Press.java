package io.millrace.sim.plant;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One press. Every call first makes what is due by the clock, piece by piece, so what it shows is
 * always of one instant. One owner thread.
 */
public final class Press {
  /** No piece is made so long before and after a reset, or an order change with a stop. */
  public static final Duration QUIET = Duration.ofMillis(700);

  /** Interventions that may wait for one another. */
  static final int INTERVENTIONS_MAX = 16;

  private static final double SCRAP_SHARE = 0.03;
  private static final double JITTER_SHARE = 0.10;
  private static final double BREAKDOWN_SHARE = 0.002;
  private static final long BREAKDOWN_MIN_NANOS = 200_000_000L;
  private static final long BREAKDOWN_MAX_NANOS = 1_500_000_000L;
  private static final long NEVER = Long.MAX_VALUE;
  private static final double ROLLOVER_GOOD_SECONDS = 10;
  private static final double ROLLOVER_SCRAP_SECONDS = 5;

  private final String name;
  private final PlantSettings settings;
  private final Clock clock;
  private final SplittableRandom random;
  private final long cycleNanos;
  private final long origin;
  private final int phase;
  private final Ledger ledger;
  private final Queue<Runnable> interventions = new ArrayDeque<>(INTERVENTIONS_MAX);

  private long now;
  private long pieceAt;
  private long orderAt;
  private long resetAt;
  private long faultUntil;
  private boolean running;
  private @Nullable Intervention current;

  /** Numbers begin at 1. */
  Press(int number, PlantSettings settings, Clock clock) {
    this.name = "press-" + number;
    this.settings = settings;
    this.clock = clock;
    this.random = new SplittableRandom(settings.seed() * 31 + number);
    this.cycleNanos = Math.round(1e9 / settings.rate());
    this.phase = number;
    this.ledger = new Ledger(number, start(settings));
    this.origin = clock.nanos();
    this.running = !settings.stopped();
    this.pieceAt = cycle();
    this.orderAt = settings.orderEvery().toNanos();
    this.resetAt = settings.resetAfter() == null ? NEVER : settings.resetAfter().toNanos();
  }

  public String name() {
    return name;
  }

  /** What its controller shows now. */
  public PressReading reading() {
    advance();
    GoodScrap raw = ledger.raw32();
    return new PressReading(
        raw.good(),
        raw.scrap(),
        state(),
        ledger.resets() % Counter.MODULUS,
        Duration.ofNanos(cycleNanos),
        ledger.order(),
        new ProcessValues(phase, Duration.ofNanos(now)));
  }

  /** What it really made by now. */
  public PressTruth truth() {
    advance();
    return ledger.truth(name, running, state());
  }

  /** No piece from now on; orders and planned resets wait as well. */
  public void stop() {
    advance();
    running = false;
  }

  /** Goes on after {@link #stop}. */
  public void run() {
    advance();
    if (!running) {
      running = true;
      pieceAt = now + cycle();
    }
  }

  /**
   * Stands for {@link #QUIET}, sets both counters to zero and the marker up by one, and stands as
   * long again. IllegalStateException when too many interventions wait.
   */
  public void reset() {
    advance();
    intervene(ledger::reset);
  }

  /** Changes to the next order, with or without a stop as the settings say. */
  public void changeOrder() {
    advance();
    nextOrder();
  }

  private void advance() {
    long until = clock.nanos() - origin;
    while (step(until)) {
      // each step moves 'now' to what is due next
    }
    if (!running) {
      postpone(until - now);
    }
    now = until;
  }

  /** Does the earliest thing that is due by then; false when there is none. */
  private boolean step(long until) {
    long agendaAt = running ? Math.min(orderAt, resetAt) : NEVER;
    long workAt = current != null ? current.dueAt() : running ? pieceAt : NEVER;
    long at = Math.min(agendaAt, workAt);
    if (at > until) {
      return false;
    }
    if (!running) {
      postpone(at - now);
    }
    now = at;
    if (agendaAt <= workAt) {
      keepAgenda();
    } else if (current != null) {
      go(current);
    } else {
      makePiece();
    }
    return true;
  }

  private void postpone(long nanos) {
    orderAt += nanos;
    resetAt = resetAt == NEVER ? NEVER : resetAt + nanos;
  }

  private void keepAgenda() {
    if (orderAt <= resetAt) {
      orderAt += settings.orderEvery().toNanos();
      nextOrder();
    } else {
      resetAt = NEVER;
      intervene(ledger::reset);
    }
  }

  private void nextOrder() {
    if (settings.stopAtOrderChange()) {
      intervene(ledger::changeOrder);
    } else {
      ledger.changeOrder();
    }
  }

  private void makePiece() {
    ledger.count(random.nextDouble() >= SCRAP_SHARE);
    faultUntil =
        random.nextDouble() < BREAKDOWN_SHARE
            ? now + random.nextLong(BREAKDOWN_MIN_NANOS, BREAKDOWN_MAX_NANOS)
            : now;
    pieceAt = faultUntil + cycle();
  }

  private void intervene(Runnable action) {
    if (interventions.size() == INTERVENTIONS_MAX) {
      throw new IllegalStateException(
          name + " has " + INTERVENTIONS_MAX + " interventions waiting");
    }
    interventions.add(action);
    if (current == null) {
      begin();
    }
  }

  private void begin() {
    Runnable action = interventions.poll();
    current = action == null ? null : new Intervention(action, now + QUIET.toNanos(), false);
    if (current == null) {
      pieceAt = now + cycle();
    }
  }

  private void go(Intervention due) {
    if (due.acted()) {
      begin();
    } else {
      due.action().run();
      current = new Intervention(due.action(), now + QUIET.toNanos(), true);
    }
  }

  private PressState state() {
    if (!running) {
      return PressState.STOPPED;
    }
    if (current != null) {
      return PressState.SETUP;
    }
    return now < faultUntil ? PressState.FAULT : PressState.RUNNING;
  }

  private long cycle() {
    return Math.round(cycleNanos * (1 + JITTER_SHARE * (2 * random.nextDouble() - 1)));
  }

  private static GoodScrap start(PlantSettings settings) {
    if (!settings.startNearRollover()) {
      return GoodScrap.NONE;
    }
    long good = Math.round(settings.rate() * ROLLOVER_GOOD_SECONDS);
    long scrap = Math.round(settings.rate() * SCRAP_SHARE * ROLLOVER_SCRAP_SECONDS);
    return new GoodScrap(Counter.MODULUS - Math.max(1, good), Counter.MODULUS - Math.max(1, scrap));
  }

  /** A stop with an action in its middle. */
  private record Intervention(Runnable action, long dueAt, boolean acted) {}
}
