package io.millrace.prove.attack;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.AgentPages;
import io.millrace.prove.line.Line;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes the OPC UA server away while its press makes pieces and the agent reads it, and puts it
 * back once the agent says so and pieces were missed. The outage is over when the agent has counted
 * what was missed.
 */
final class OpcUaBlow implements Blow {
  private static final String DOWN = "down";
  private static final String NONE = "none";
  private static final long MISSED_MIN = 5;

  private final Line line;
  private final String press;
  private final Orders orders;
  private final Tally tally;
  private final Clock clock;
  private Stage stage = Stage.WAITING;
  private @Nullable Instant goneAt;
  private long before;
  private long wanted;

  OpcUaBlow(Line line, String press, Orders orders, Tally tally, Clock clock) {
    this.line = line;
    this.press = press;
    this.orders = orders;
    this.tally = tally;
    this.clock = clock;
  }

  @Override
  public boolean advance() {
    switch (stage) {
      case WAITING -> strike();
      case GONE -> restore();
      case BACK -> {
        return hasCaughtUp();
      }
    }
    return false;
  }

  @Override
  public boolean isWaiting() {
    return stage == Stage.WAITING;
  }

  private void strike() {
    orders.hold(true);
    if (orders.areSettled() && isActive() && made() > 0) {
      line.plant().opcuaFault(DOWN);
      goneAt = clock.now();
      before = made();
      stage = Stage.GONE;
    }
  }

  private void restore() {
    long missed = made() - before;
    if (goneAt == null || isActive() || missed < MISSED_MIN) {
      return;
    }
    tally.cut(new Tally.Cut(press, goneAt, clock.now(), missed));
    wanted = made();
    line.plant().opcuaFault(NONE);
    stage = Stage.BACK;
  }

  private boolean hasCaughtUp() {
    return line.agentPages()
        .status()
        .filter(status -> AgentPages.isActive(status, press))
        .filter(status -> AgentPages.counted(status, press).all() >= wanted)
        .isPresent();
  }

  private boolean isActive() {
    return line.agentPages()
        .status()
        .filter(status -> AgentPages.isActive(status, press))
        .isPresent();
  }

  private long made() {
    return line.registers().ledger().ofMachine(press).all();
  }

  private enum Stage {
    WAITING,
    GONE,
    BACK
  }
}
