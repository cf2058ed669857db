package io.millrace.base.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a worker its thread. Closing stops the cycle, then closes the worker on that thread. */
public final class WorkerRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRunner.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Worker worker;
  private final Duration idle;
  private final Thread thread;
  private volatile boolean running = true;

  private WorkerRunner(Worker worker, Duration idle) {
    this.worker = worker;
    this.idle = idle;
    this.thread = new Thread(this::run, worker.name());
  }

  /** Starts the cycle at once; it rests that long when it found nothing to do, or until woken. */
  public static WorkerRunner start(Worker worker, Duration idle) {
    WorkerRunner runner = new WorkerRunner(worker, idle);
    runner.thread.start();
    return runner;
  }

  /** Ends the rest of the cycle; any thread, never blocks. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    try (worker) {
      while (running) {
        cycle();
      }
    }
  }

  private void cycle() {
    try {
      if (worker.work() == 0) {
        LockSupport.parkNanos(idle.toNanos());
      }
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("worker", worker.name()).setCause(e).log("duty cycle failed");
      LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
