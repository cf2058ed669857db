package io.millrace.relay.posting.lane;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.relay.store.Work;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * The lanes as they are, stepped by a test on its own thread over the real store. At times the
 * relay dies at a commit: before it, or after it and before anybody is told. One thread.
 */
public final class SteppedLanes {
  private final Engine engine;
  private boolean dead;

  /** Every so many commits, on the average, it dies; never with 0. */
  public SteppedLanes(
      Store store,
      Postings postings,
      Cases cases,
      Clock clock,
      Random random,
      Map<Target, Connector> targets,
      PostingListener listener,
      int diesEvery) {
    Map<String, Gate> gates = new HashMap<>();
    targets.forEach(
        (target, connector) -> gates.put(target.target(), new Gate(target, connector, clock)));
    Ledger ledger = new Ledger(cases, clock, postings.doubts(), List.of(listener));
    engine =
        new Engine(new Dying(store, random, diesEvery), ledger, new Judge(random), clock, gates);
    postings.onCreated(engine.intake()::wake);
    new PostingDecisions(ledger, clock, engine.intake()::rescan).register(cases);
  }

  /** One cycle. */
  public int work() {
    return dead ? 0 : engine.work();
  }

  /** Whether it has died: another one over the same store goes on. */
  public boolean isDead() {
    return dead;
  }

  /** Commits at once, on the caller's thread, unless it dies. */
  private final class Dying implements Commits {
    private final Store store;
    private final Random random;
    private final int every;

    Dying(Store store, Random random, int every) {
      this.store = store;
      this.random = random;
      this.every = every;
    }

    @Override
    public <T> CompletableFuture<T> write(Work<T> work) {
      CompletableFuture<T> told = new CompletableFuture<>();
      boolean dies = every > 0 && random.nextInt(every) == 0;
      if (dead || (dies && random.nextBoolean())) {
        dead = true;
        return told;
      }
      T result = store.writeNow(work);
      dead = dies;
      return dies ? told : CompletableFuture.completedFuture(result);
    }
  }
}
