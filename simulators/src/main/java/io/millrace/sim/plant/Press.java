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

  private static final int REASON_MAX = 99;
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
  private final Filling filling;
  private final Faults faults;
  private final Queue<Planned> interventions = new ArrayDeque<>(INTERVENTIONS_MAX);

  private long now;
  private long pieceAt;
  private long orderAt;
  private long resetAt;
  private long breakdownAt;
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
    Troubles troubles = settings.troubles();
    this.filling = new Filling(settings.seed() * 37 + number, troubles.offSpecEvery());
    this.faults = new Faults(settings.seed() * 41 + number, clock.now().toEpochMilli());
    this.breakdownAt = nextBreakdown(0);
    if (!running) {
      faults.stopped(0, ledger.order());
    }
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
        faults.reason(now),
        "P%d-%07d".formatted(phase, ledger.pieces()),
        filling.weight(),
        new ProcessValues(phase, Duration.ofNanos(now)));
  }

  /** What it really made by now. */
  public PressTruth truth() {
    advance();
    return ledger.truth(name, running, state(), faults.told(now), filling.offSpec());
  }

  /** No piece from now on; orders and planned resets wait as well. */
  public void stop() {
    advance();
    if (running) {
      faults.stopped(now, ledger.order());
    }
    running = false;
  }

  /** Goes on after {@link #stop}. */
  public void run() {
    advance();
    if (!running) {
      running = true;
      faults.released(now);
      pieceAt = faults.over(now) + cycle();
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

  /**
   * Stands with a fault for that time, at once or after what it is busy with; orders and planned
   * resets wait as well. IllegalStateException as above.
   */
  public void breakDown(Duration time, int reason) {
    if (time.isNegative() || time.isZero() || reason < 1 || reason > REASON_MAX) {
      throw new IllegalArgumentException(
          "a stop of " + time.toMillis() + " ms for reason " + reason + ", expected 1 to 99");
    }
    advance();
    plan(new Planned(() -> fall(time.toNanos(), reason), false));
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
    long agendaAt = running ? Math.min(Math.min(orderAt, resetAt), breakdownAt) : NEVER;
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
    breakdownAt = breakdownAt == NEVER ? NEVER : breakdownAt + nanos;
  }

  private void keepAgenda() {
    if (breakdownAt < Math.min(orderAt, resetAt)) {
      breakdownAt = nextBreakdown(now);
      plan(new Planned(this::fall, false));
    } else if (orderAt <= resetAt) {
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
    filling.fill(ledger.pieces());
    if (random.nextDouble() < BREAKDOWN_SHARE) {
      long nanos = random.nextLong(BREAKDOWN_MIN_NANOS, BREAKDOWN_MAX_NANOS);
      faults.begin(now, nanos, ledger.order());
    }
    pieceAt = faults.over(now) + cycle();
  }

  private long nextBreakdown(long from) {
    Duration every = settings.troubles().breakdownEvery();
    return every == null ? NEVER : from + faults.distance(every);
  }

  private void fall() {
    long nanos = settings.troubles().breakdownFor().toNanos();
    faults.begin(now, nanos, ledger.order());
    postpone(nanos);
  }

  private void fall(long nanos, int reason) {
    faults.begin(now, nanos, reason, ledger.order());
    postpone(nanos);
  }

  private void intervene(Runnable action) {
    plan(new Planned(action, true));
  }

  private void plan(Planned next) {
    if (interventions.size() == INTERVENTIONS_MAX) {
      throw new IllegalStateException(
          name + " has " + INTERVENTIONS_MAX + " interventions waiting");
    }
    interventions.add(next);
    if (current == null) {
      begin();
    }
  }

  private void begin() {
    Planned next = interventions.poll();
    while (next != null && !next.quietly()) {
      next.action().run();
      next = interventions.poll();
    }
    long free = faults.over(now);
    current = next == null ? null : new Intervention(next.action(), free + QUIET.toNanos(), false);
    if (current == null) {
      pieceAt = free + cycle();
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
    if (faults.at(now)) {
      return PressState.FAULT;
    }
    return current != null ? PressState.SETUP : PressState.RUNNING;
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

  /** What is to be done, in the middle of a stop of its own or at once. */
  private record Planned(Runnable action, boolean quietly) {}

  /** A stop with an action in its middle. */
  private record Intervention(Runnable action, long dueAt, boolean acted) {}
}
