package io.millrace.relay.store;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: takes what is waiting, runs it piece by piece in one transaction, commits, and
 * only then tells. A piece that throws is undone alone by its savepoint. When the commit fails, all
 * of the transaction fails.
 */
final class Writer implements AutoCloseable {
  /** Pieces that may wait; more block their senders. */
  static final int PIECES_MAX = 4_096;

  /** Pieces in one transaction. */
  static final int TRANSACTION_PIECES_MAX = 512;

  private static final String SAVEPOINT = "piece";
  private static final long POLL_MS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  private final Jdbi writing;
  private final BlockingQueue<Piece<?>> waiting = new ArrayBlockingQueue<>(PIECES_MAX);
  private final Thread thread;
  private @Nullable Handle handle;
  private volatile boolean closing;

  Writer(Jdbi writing) {
    this.writing = writing;
    this.handle = writing.open();
    this.thread = new Thread(this::run, "store-writer");
    thread.start();
  }

  <T> CompletableFuture<T> accept(Work<T> work) {
    Piece<T> piece = new Piece<>(work);
    try {
      if (closing || Thread.currentThread() == thread) {
        throw new MillraceException(
            ErrorCode.STORE_UNAVAILABLE,
            closing ? "is closing" : "writer must not wait for itself");
      }
      waiting.put(piece);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "interrupted while waiting", e);
    }
    return piece.future;
  }

  private void run() {
    List<Piece<?>> taken = new ArrayList<>(TRANSACTION_PIECES_MAX);
    try {
      while (!closing || !waiting.isEmpty()) {
        if (take(taken)) {
          transact(taken);
          taken.clear();
        }
      }
    } finally {
      closing = true;
      drop();
      waiting.drainTo(taken);
      refuse(taken, new MillraceException(ErrorCode.STORE_UNAVAILABLE, "the writer has ended"));
    }
  }

  private boolean take(List<Piece<?>> taken) {
    try {
      Piece<?> first = waiting.poll(POLL_MS, TimeUnit.MILLISECONDS);
      if (first == null) {
        return false;
      }
      taken.add(first);
      waiting.drainTo(taken, TRANSACTION_PIECES_MAX - 1);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing = true;
      return false;
    }
  }

  private void transact(List<Piece<?>> pieces) {
    try {
      Handle open = handle();
      open.begin();
      pieces.forEach(piece -> piece.run(open));
      open.commit();
    } catch (RuntimeException e) {
      refuse(pieces, new MillraceException(ErrorCode.STORE_UNAVAILABLE, "commit failed: " + e, e));
      drop();
      return;
    }
    pieces.forEach(Piece::tell);
  }

  private Handle handle() {
    Handle open = handle == null ? writing.open() : handle;
    handle = open;
    return open;
  }

  /**
   * Lets the connection go: after a failed transaction nobody knows what the database has rolled
   * back by itself, so the next one gets a new connection.
   */
  private void drop() {
    Handle broken = handle;
    handle = null;
    try {
      if (broken != null) {
        broken.close();
      }
    } catch (JdbiException e) {
      LOG.atDebug().setCause(e).log("connection closed within its transaction");
    }
  }

  /** Has no effect on those that were told already. */
  private static void refuse(List<Piece<?>> pieces, MillraceException failure) {
    pieces.forEach(piece -> piece.future.completeExceptionally(failure));
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Work, and who waits for it. */
  private static final class Piece<T> {
    private final Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable Throwable failure;

    Piece(Work<T> work) {
      this.work = work;
    }

    void run(Handle handle) {
      handle.savepoint(SAVEPOINT);
      try {
        result = work.run(handle);
        handle.releaseSavepoint(SAVEPOINT);
      } catch (RuntimeException | Error e) { // the outermost boundary: whoever waits must be told
        failure = e;
        handle.rollbackToSavepoint(SAVEPOINT);
      }
    }

    @SuppressWarnings("NullAway") // a piece's result is null only where T allows it
    void tell() {
      if (failure == null) {
        future.complete(result);
      } else {
        future.completeExceptionally(failure);
      }
    }
  }
}
