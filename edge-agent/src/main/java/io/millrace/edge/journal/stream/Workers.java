package io.millrace.edge.journal.stream;

import io.millrace.base.worker.Worker;
import io.millrace.base.worker.WorkerRunner;
import java.time.Duration;

/** Gives the maintenance its threads; a test keeps it in its own hands. */
public interface Workers {
  /** A thread for each. */
  Workers THREADS = (worker, idle) -> new Threaded(WorkerRunner.start(worker, idle));

  /** Starts the worker. */
  Running start(Worker worker, Duration idle);

  /** A started worker; closing closes the worker too. */
  interface Running extends AutoCloseable {

    /** There is something to do. Any thread. */
    void wake();

    @Override
    void close();
  }

  /** On a thread of its own. */
  record Threaded(WorkerRunner runner) implements Running {
    @Override
    public void wake() {
      runner.wake();
    }

    @Override
    public void close() {
      runner.close();
    }
  }
}
