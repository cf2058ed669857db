package io.millrace.edge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts to be closed, the last one opened first, each within its bound: one that hangs is left
 * behind with a warning, so that those below it still get to the disk. One thread.
 */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<Step> steps = new ArrayDeque<>();

  /** Closes that part, within that time, before all that were added earlier. */
  void add(String name, Duration bound, Runnable close) {
    steps.push(new Step(name, bound, close));
  }

  @Override
  public void close() {
    while (!steps.isEmpty()) {
      run(steps.pop());
    }
  }

  private static void run(Step step) {
    Thread thread = new Thread(step.close(), "close-" + step.name());
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(step.bound().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.atWarn()
          .addKeyValue("part", step.name())
          .addKeyValue("bound", step.bound())
          .log("part still closing, left behind");
    }
  }

  private record Step(String name, Duration bound, Runnable close) {}
}
