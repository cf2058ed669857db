package io.millrace.edge.source.opcua;

import io.millrace.edge.source.opcua.server.Signal;
import io.millrace.edge.source.opcua.server.Signals;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way from the library's threads to the one that owns the source. Values give way to
 * what tells the state of the session.
 */
final class Mailbox implements Signals {
  /** Signals with values that wait. */
  static final int NOTIFICATIONS_MAX = 2_048;

  /** Values that wait. */
  static final int VALUES_MAX = 100_000;

  /** All signals that wait. */
  static final int SIGNALS_MAX = 2 * NOTIFICATIONS_MAX;

  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(SIGNALS_MAX);
  private final AtomicInteger values = new AtomicInteger();
  private final AtomicBoolean refused = new AtomicBoolean();
  private final Runnable wake;

  Mailbox(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public boolean offer(Signal signal) {
    boolean taken = fits(signal) && signals.offer(signal);
    if (taken && signal instanceof Signal.Values some) {
      values.addAndGet(some.samples().size());
    } else if (!taken) {
      refused.set(true);
    }
    wake.run();
    return taken;
  }

  /** Whether something found no room since it was asked last. */
  boolean takeRefused() {
    return refused.getAndSet(false);
  }

  @Nullable Signal poll() {
    Signal signal = signals.poll();
    if (signal instanceof Signal.Values some) {
      values.addAndGet(-some.samples().size());
    }
    return signal;
  }

  private boolean fits(Signal signal) {
    return !(signal instanceof Signal.Values || signal instanceof Signal.Alive)
        || (signals.size() < NOTIFICATIONS_MAX && values.get() < VALUES_MAX);
  }
}
