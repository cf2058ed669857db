package io.millrace.prove.attack;

import io.millrace.prove.line.Line;

/** Kills the ERP while a request is on its way to it, starts it again with the same faults. */
final class ErpBlow implements Blow {
  private final Line line;
  private final Tally tally;
  private final Runnable restoreFaults;
  private boolean waiting = true;

  ErpBlow(Line line, Tally tally, Runnable restoreFaults) {
    this.line = line;
    this.tally = tally;
    this.restoreFaults = restoreFaults;
  }

  @Override
  public boolean advance() {
    if (!RelayBlow.isSending(line)) {
      return false;
    }
    waiting = false;
    line.killErp();
    tally.erpKilled();
    line.restartErp();
    restoreFaults.run();
    return true;
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }
}
