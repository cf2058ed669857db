package io.millrace.relay.connector;

import java.util.concurrent.CompletableFuture;

/**
 * Reaches one target. Any thread; no method blocks. Futures never fail: whatever goes wrong is an
 * outcome. They end on threads that must not be held up, within the target's timeout twice over.
 */
public interface Connector extends AutoCloseable {

  /** Makes the document, once: nothing is ever sent again by itself once a byte has left. */
  CompletableFuture<Outcome> send(Call call);

  /** Reverses the call's document, as above. */
  CompletableFuture<Outcome> undo(Call call);

  /** Searches documents with the call's reference. */
  CompletableFuture<Found> lookup(Call call);

  /** Ends what is running. */
  @Override
  void close();
}
