package io.millrace.prove.attack;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.AgentPages;
import io.millrace.prove.line.Line;
import java.time.Duration;

/**
 * Kills the relay, lets the agent's backlog grow, kills the agent on top of it, starts both again.
 * With the relay dead nothing can be acknowledged between the look at the backlog and the kill.
 */
final class AgentBlow implements Blow {
  private static final Duration DOWN_MAX = Duration.ofSeconds(20);
  private static final Duration CALM = Duration.ofSeconds(1);

  private final Line line;
  private final Orders orders;
  private final Tally tally;
  private final Clock clock;
  private final long backlog;
  private final RelayBlow relay;
  private Stage stage = Stage.WAITING;
  private long readyNanos;

  /** Waits for that many events that are not acknowledged. */
  AgentBlow(Line line, Orders orders, Tally tally, Clock clock, long backlog) {
    this.line = line;
    this.orders = orders;
    this.tally = tally;
    this.clock = clock;
    this.backlog = backlog;
    this.relay = new RelayBlow(line, tally, clock, DOWN_MAX);
  }

  @Override
  public boolean advance() {
    switch (stage) {
      case WAITING -> begin();
      case GROWING -> strike();
      case STARTING -> {
        boolean relayIsBack = relay.advance();
        if (relayIsBack && line.agentProgram().isReady()) {
          readyNanos = clock.nanos();
          stage = Stage.CALMING;
        }
      }
      case CALMING -> {
        boolean over = clock.nanos() - readyNanos >= CALM.toNanos();
        orders.hold(!over);
        return over;
      }
    }
    return false;
  }

  @Override
  public boolean isWaiting() {
    return stage == Stage.WAITING;
  }

  private void begin() {
    orders.hold(true);
    boolean over = orders.areSettled() && relay.advance();
    if (!over && relay.isDown()) {
      stage = Stage.GROWING;
    }
  }

  private void strike() {
    long waiting = line.agentPages().status().map(AgentPages::backlog).orElse(0L);
    if (waiting >= backlog) {
      line.killAgent();
      tally.agentKilled(true);
      line.restartAgent();
      relay.restart();
      stage = Stage.STARTING;
    } else if (relay.advance() || !relay.isDown()) {
      // the backlog did not grow in time: the relay came back by itself, this was one kill less
      stage = Stage.STARTING;
    }
  }

  private enum Stage {
    WAITING,
    GROWING,
    STARTING,
    CALMING
  }
}
