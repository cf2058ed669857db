package io.millrace.prove.attack;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.BusinessSystem;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Strikes one blow after the other, in random order, each on an observed state, and lets the line
 * recover in between. One thread.
 */
public final class Attacker {
  private static final Duration MOMENT_MAX = Duration.ofSeconds(20);

  private static final int AGENT_BLOWS = 3;
  private static final int RELAY_BLOWS = 2;
  private static final Duration RELAY_DOWN = Duration.ofMillis(500);

  private final Line line;
  private final LineSettings.Target target;
  private final Orders orders;
  private final FaultMix faults;
  private final Pace pace;
  private final Clock clock;
  private final Deck deck;
  private final Tally tally = new Tally();
  private @Nullable Begun begun;
  private long nextNanos;
  private boolean resting;

  /**
   * Sets the faults of all business systems at once; the first blow comes after the pace's rest.
   */
  public Attacker(
      Line line,
      LineSettings.Target target,
      Orders orders,
      FaultMix faults,
      Pace pace,
      RandomGenerator random,
      Clock clock) {
    this.line = line;
    this.target = target;
    this.orders = orders;
    this.faults = faults;
    this.pace = pace;
    this.deck = new Deck(this::round, random);
    this.clock = clock;
    restoreFaults();
    rest();
  }

  public Tally tally() {
    return tally;
  }

  /** One step, with at most a few milliseconds of looking. */
  public void advance() {
    if (begun == null) {
      if (!resting && clock.nanos() - nextNanos >= 0) {
        begun = Begun.of(deck.draw());
        nextNanos = clock.nanos() + MOMENT_MAX.toNanos();
      }
      return;
    }
    if (begun.blow.isWaiting() && (resting || clock.nanos() - nextNanos >= 0)) {
      begun.blow.giveUp();
      deck.putBack(begun.card);
      rest();
    } else if (begun.blow.advance()) {
      rest();
    }
  }

  /** Strikes no more, lets what was begun come to its end; whether it has. */
  public boolean cease() {
    resting = true;
    advance();
    return begun == null;
  }

  /** All business systems behave from now on. */
  public void clearFaults() {
    line.systems().forEach(system -> system.faults(FaultMix.NONE.request(target)));
  }

  private void rest() {
    orders.hold(false);
    begun = null;
    nextNanos = clock.nanos() + pace.rest().toNanos();
  }

  private void restoreFaults() {
    line.systems().forEach(this::restoreFaults);
  }

  private void restoreFaults(BusinessSystem system) {
    system.faults(faults.request(target, system.name()));
  }

  /** Each of them once; blows at the agent kill the relay as well. */
  private List<Supplier<Blow>> round() {
    List<Supplier<Blow>> round = new ArrayList<>();
    for (int i = 0; i < AGENT_BLOWS; i++) {
      round.add(() -> new AgentBlow(line, orders, tally, clock, pace.backlog()));
    }
    for (int i = 0; i < RELAY_BLOWS; i++) {
      round.add(() -> new RelayBlow(line, tally, clock, RELAY_DOWN));
    }
    for (BusinessSystem system : line.systems()) {
      round.add(() -> systemBlow(system));
    }
    line.opcuaPress()
        .ifPresent(press -> round.add(() -> new OpcUaBlow(line, press, orders, tally, clock)));
    return round;
  }

  private Blow systemBlow(BusinessSystem system) {
    return new SystemBlow(
        line, system, tally, faults.slow(target, system.name()), () -> restoreFaults(system));
  }

  private record Begun(Supplier<Blow> card, Blow blow) {
    static Begun of(Supplier<Blow> card) {
      return new Begun(card, card.get());
    }
  }

  /** How hard it strikes: the rest between blows, and events that make a backlog. */
  public record Pace(Duration rest, long backlog) {}
}
