package io.millrace.relay.posting.lane;

import io.millrace.relay.store.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The store's writer with each commit in the test's hands: in memory, one thread. */
public final class SimStore implements Commits, AutoCloseable {
  private final Handle handle;
  private final Deque<Piece<?>> waiting = new ArrayDeque<>();

  public SimStore() {
    handle = Jdbi.create("jdbc:sqlite::memory:").open();
    for (String script :
        new String[] {
          "V20__casework.sql",
          "V21__posting.sql",
          "V22__posting_doubt.sql",
          "V23__posting_counts.sql",
          "V24__posting_result.sql",
          "V31__flow.sql",
          "V32__flow_steps.sql",
          "V61__posting_plant.sql",
          "V62__page_indexes.sql"
        }) {
      handle.createScript(text("/db/migration/" + script)).execute();
    }
  }

  public Handle handle() {
    return handle;
  }

  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  @Override
  public <T> CompletableFuture<T> write(Work<T> work) {
    Piece<T> piece = new Piece<>(work);
    waiting.add(piece);
    return piece.future;
  }

  /** Runs that many pieces in one transaction; tells only if asked to. */
  int commit(int pieces, boolean tell) {
    Deque<Piece<?>> taken = new ArrayDeque<>();
    handle.begin();
    while (taken.size() < pieces && !waiting.isEmpty()) {
      Piece<?> piece = waiting.remove();
      piece.run(handle);
      taken.add(piece);
    }
    handle.commit();
    if (tell) {
      taken.forEach(Piece::tell);
    }
    return taken.size();
  }

  /** What was not committed is gone. */
  void crash() {
    waiting.clear();
  }

  @Override
  public void close() {
    handle.close();
  }

  private static String text(String resource) {
    try (InputStream stream = SimStore.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Work, and who waits for it. */
  private static final class Piece<T> {
    private final Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;

    Piece(Work<T> work) {
      this.work = work;
    }

    void run(Handle handle) {
      result = work.run(handle);
    }

    @SuppressWarnings("NullAway") // run comes first
    void tell() {
      future.complete(result);
    }
  }
}
