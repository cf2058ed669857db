package io.millrace.prove.attack;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Strikes one blow after the other, in random order, each on an observed state, and lets the line
 * recover in between. One thread.
 */
public final class Attacker {
  private static final Duration MOMENT_MAX = Duration.ofSeconds(20);

  /** One round; shuffled anew each time. Blows at the agent kill the relay as well. */
  private static final List<Kind> ROUND =
      List.of(Kind.AGENT, Kind.AGENT, Kind.AGENT, Kind.RELAY, Kind.RELAY, Kind.ERP);

  private static final Duration RELAY_DOWN = Duration.ofMillis(500);

  private final Line line;
  private final LineSettings.Target target;
  private final Orders orders;
  private final FaultMix faults;
  private final Pace pace;
  private final RandomGenerator random;
  private final Clock clock;
  private final Queue<Kind> deck = new ArrayDeque<>();
  private final Tally tally = new Tally();
  private @Nullable Blow blow;
  private long nextNanos;
  private boolean resting;

  /** Sets the ERP's faults at once; the first blow comes after the pace's rest. */
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
    this.random = random;
    this.clock = clock;
    restoreFaults();
    rest();
  }

  public Tally tally() {
    return tally;
  }

  /** One step, with at most a few milliseconds of looking. */
  public void advance() {
    if (blow == null) {
      if (!resting && clock.nanos() - nextNanos >= 0) {
        blow = choose();
        nextNanos = clock.nanos() + MOMENT_MAX.toNanos();
      }
      return;
    }
    boolean givenUp = blow.isWaiting() && (resting || clock.nanos() - nextNanos >= 0);
    if (givenUp || blow.advance()) {
      orders.hold(false);
      rest();
    }
  }

  /** Strikes no more, lets what was begun come to its end; whether it has. */
  public boolean cease() {
    resting = true;
    advance();
    return blow == null;
  }

  /** The ERP behaves from now on. */
  public void clearFaults() {
    line.erp().faults(FaultMix.NONE.request(target));
  }

  private void rest() {
    blow = null;
    nextNanos = clock.nanos() + pace.rest().toNanos();
  }

  private void restoreFaults() {
    line.erp().faults(faults.request(target));
  }

  private Blow choose() {
    if (deck.isEmpty()) {
      List<Kind> shuffled = new ArrayList<>(ROUND);
      while (!shuffled.isEmpty()) {
        deck.add(shuffled.remove(random.nextInt(shuffled.size())));
      }
    }
    return switch (deck.remove()) {
      case AGENT -> new AgentBlow(line, orders, tally, clock, pace.backlog());
      case ERP -> new ErpBlow(line, tally, this::restoreFaults);
      case RELAY -> new RelayBlow(line, tally, clock, RELAY_DOWN);
    };
  }

  private enum Kind {
    AGENT,
    ERP,
    RELAY
  }

  /** How hard it strikes: the rest between blows, and events that make a backlog. */
  public record Pace(Duration rest, long backlog) {}
}
