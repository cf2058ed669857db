package io.millrace.prove.attack;

import io.millrace.prove.line.BusinessSystem;
import io.millrace.prove.line.Line;

/** Kills a business system while a request is on its way to it, starts it again, as faulty. */
final class SystemBlow implements Blow {
  private final Line line;
  private final BusinessSystem system;
  private final Tally tally;
  private final Runnable restoreFaults;
  private boolean waiting = true;

  SystemBlow(Line line, BusinessSystem system, Tally tally, Runnable restoreFaults) {
    this.line = line;
    this.system = system;
    this.tally = tally;
    this.restoreFaults = restoreFaults;
  }

  @Override
  public boolean advance() {
    if (!line.relayPages().isSendingTo(system.name())) {
      return false;
    }
    waiting = false;
    system.kill();
    tally.systemKilled(system.name());
    system.restart();
    restoreFaults.run();
    return true;
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }
}
