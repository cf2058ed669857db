package io.millrace.relay.posting.lane;

import io.millrace.relay.store.Work;
import java.util.concurrent.CompletableFuture;

/** Where the engine's writing goes: the store, or a simulation of one that crashes. */
@FunctionalInterface
interface Commits {

  /**
   * Accepts a piece; pieces run in the order in which they are accepted. The future ends after the
   * commit, or with what went wrong.
   */
  <T> CompletableFuture<T> write(Work<T> work);
}
