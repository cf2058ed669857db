package io.millrace.relay.flow;

import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log. Each cycle reads the next events and writes what they mean in one transaction,
 * so a kill at any time loses nothing and does nothing twice. Blocks on the store only.
 */
public final class FlowWorker implements Worker {
  /** Events in one transaction. */
  public static final int CHUNK_EVENTS_MAX = 1_000;

  /** Chunks that closing still takes from the log. */
  static final int DRAIN_CHUNKS_MAX = 100;

  private static final Logger LOG = LoggerFactory.getLogger(FlowWorker.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Store store;
  private final EventLog log;
  private final Flows flows;
  private final Clock clock;
  private Progress progress;
  private long lookedAt;

  /** Activates the flows; CONFIG_INVALID as {@link Flows#activate}. */
  public FlowWorker(Store store, EventLog log, Flows flows, Clock clock) {
    this.store = store;
    this.log = log;
    this.flows = flows;
    this.clock = clock;
    this.lookedAt = clock.nanos();
    this.progress =
        store.writeNow(
            handle -> {
              flows.activate(handle, clock.now());
              return flows.progress(handle);
            });
  }

  @Override
  public int work() {
    int before = goOn();
    long position = progress.position();
    List<LoggedEvent> events = store.read(handle -> log.after(handle, position, CHUNK_EVENTS_MAX));
    Instant now = clock.now();
    if (events.isEmpty() && !isDue(now)) {
      return before;
    }
    progress = store.writeNow(handle -> flows.advance(handle, position, events, now));
    return Math.max(1, events.size());
  }

  /**
   * Does one page of what decisions and events have left; how many pages that was. What goes wrong
   * with a page is asked about, so that it keeps nothing behind it waiting.
   */
  private int goOn() {
    Rest rest = store.read(flows::rest).orElse(null);
    if (rest == null) {
      return 0;
    }
    try {
      write(handle -> flows.goOn(handle, rest, clock.now()));
    } catch (MillraceException e) {
      if (rest.isOfEvent()) {
        throw e;
      }
      write(handle -> flows.giveBack(handle, rest, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("deed", rest.deed())
          .addKeyValue("question", rest.question())
          .setCause(e)
          .log("runs cannot go on, a person is asked");
      write(handle -> flows.giveBack(handle, rest, e.toString()));
    }
    return 1;
  }

  private void write(Consumer<Handle> work) {
    store.writeNow(
        handle -> {
          work.accept(handle);
          return true;
        });
  }

  /** Runs begin to wait in transactions of others too, so the store is asked now and then. */
  private boolean isDue(Instant now) {
    long nanos = clock.nanos();
    if (nanos - lookedAt >= LOOK_EVERY.toNanos()) {
      progress = new Progress(progress.position(), store.read(flows::progress).due());
      lookedAt = nanos;
    }
    Instant due = progress.due();
    return due != null && !now.isBefore(due);
  }

  @Override
  public String name() {
    return "flows";
  }

  /** Takes what the log still holds, then makes postings of all open windows. */
  @Override
  public void close() {
    for (int chunk = 0; chunk < DRAIN_CHUNKS_MAX && work() > 1; chunk++) {
      Thread.onSpinWait();
    }
    write(handle -> flows.drain(handle, clock.now()));
  }
}
