package io.millrace.prove.attack;

import io.millrace.prove.line.BusinessSystem;
import io.millrace.prove.line.Line;
import java.util.Map;

/**
 * Kills a business system while a request is on its way to it, and starts it again. It is slow
 * until then: a request in a while that takes milliseconds would hardly ever be met.
 */
final class SystemBlow implements Blow {
  private final Line line;
  private final BusinessSystem system;
  private final Tally tally;
  private final Map<String, Number> slow;
  private final Runnable restoreFaults;
  private Stage stage = Stage.BEFORE;

  SystemBlow(
      Line line,
      BusinessSystem system,
      Tally tally,
      Map<String, Number> slow,
      Runnable restoreFaults) {
    this.line = line;
    this.system = system;
    this.tally = tally;
    this.slow = slow;
    this.restoreFaults = restoreFaults;
  }

  @Override
  public boolean advance() {
    if (stage == Stage.BEFORE) {
      system.faults(slow);
      stage = Stage.WAITING;
    }
    if (!line.relayPages().isSendingTo(system.name())) {
      return false;
    }
    stage = Stage.STRUCK;
    system.kill();
    tally.systemKilled(system.name());
    system.restart();
    restoreFaults.run();
    return true;
  }

  @Override
  public boolean isWaiting() {
    return stage != Stage.STRUCK;
  }

  @Override
  public void giveUp() {
    restoreFaults.run();
  }

  private enum Stage {
    BEFORE,
    WAITING,
    STRUCK
  }
}
