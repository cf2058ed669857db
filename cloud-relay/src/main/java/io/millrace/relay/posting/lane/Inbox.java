package io.millrace.relay.posting.lane;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How futures come back to the engine's thread, in the order in which they ended; and what it put
 * off. Only {@link #after}'s callbacks run elsewhere, and those only enqueue.
 */
final class Inbox {
  /** Each loaded lane waits for at most one thing, each place at a target for one more. */
  static final int ITEMS_MAX = 4 * Intake.LANES_MAX;

  /** Things taken in one turn. */
  private static final int DRAIN_MAX = 4_096;

  private static final long AWAIT_MS = 20;

  private final BlockingQueue<Runnable> items = new ArrayBlockingQueue<>(ITEMS_MAX);
  private final PriorityQueue<Later> later =
      new PriorityQueue<>(Comparator.comparingLong(Later::due));
  private volatile Runnable wakeUp = () -> {};

  /** Called whenever something arrives; any thread. */
  void onArrival(Runnable wake) {
    wakeUp = wake;
  }

  /** Starts something and goes on with its result on the engine's thread. */
  <T> void after(
      Supplier<CompletableFuture<T>> what, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    var unused =
        started(what)
            .handle(
                (result, thrown) -> {
                  items.add(() -> then.accept(result, thrown));
                  wakeUp.run();
                  return true;
                });
  }

  private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> what) {
    try {
      return what.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Does it on the engine's thread at that time. */
  void at(long due, Runnable what) {
    later.add(new Later(due, what));
  }

  int drain() {
    int done = 0;
    for (Runnable item = items.poll();
        item != null;
        item = done < DRAIN_MAX ? items.poll() : null) {
      item.run();
      done++;
    }
    return done;
  }

  int runDue(long now) {
    int done = 0;
    for (Later next = later.peek(); next != null && next.due - now <= 0; next = later.peek()) {
      later.remove();
      next.what.run();
      done++;
    }
    return done;
  }

  /** Takes one thing, waiting a moment for it; at the end of the engine's life only. */
  void await() {
    try {
      Runnable item = items.poll(AWAIT_MS, TimeUnit.MILLISECONDS);
      if (item != null) {
        item.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Something for later. */
  private record Later(long due, Runnable what) {}
}
