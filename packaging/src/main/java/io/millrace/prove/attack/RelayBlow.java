package io.millrace.prove.attack;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.Line;
import java.time.Duration;

/** Kills the relay while the head of a lane stands SENDING, and starts it again after a while. */
final class RelayBlow implements Blow {
  private static final String SENDING = "SENDING";

  private final Line line;
  private final Tally tally;
  private final Clock clock;
  private final Duration down;
  private Stage stage = Stage.WAITING;
  private long killedNanos;

  RelayBlow(Line line, Tally tally, Clock clock, Duration down) {
    this.line = line;
    this.tally = tally;
    this.clock = clock;
    this.down = down;
  }

  @Override
  public boolean advance() {
    switch (stage) {
      case WAITING -> strike();
      case DOWN -> {
        if (clock.nanos() - killedNanos >= down.toNanos()) {
          restart();
        }
      }
      case STARTING -> {
        return line.relayProgram().isReady();
      }
    }
    return false;
  }

  @Override
  public boolean isWaiting() {
    return stage == Stage.WAITING;
  }

  boolean isDown() {
    return stage == Stage.DOWN;
  }

  void restart() {
    line.restartRelay();
    stage = Stage.STARTING;
  }

  private void strike() {
    if (isSending(line)) {
      line.killRelay();
      killedNanos = clock.nanos();
      tally.relayKilled(Heads.sending(line.relayFolder()) > 0);
      stage = Stage.DOWN;
    }
  }

  /** Whether the relay says that a head stands SENDING now. */
  static boolean isSending(Line line) {
    return line.relayPages()
        .status()
        .filter(status -> status.getPostingsOrDefault(SENDING, 0) > 0)
        .isPresent();
  }

  private enum Stage {
    WAITING,
    DOWN,
    STARTING
  }
}
