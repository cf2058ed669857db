package io.millrace.relay.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for a future and throws what it failed with. */
final class Waiting {
  private Waiting() {}

  static <T> T on(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        cause.addSuppressed(e);
        throw cause;
      }
      throw e;
    }
  }
}
