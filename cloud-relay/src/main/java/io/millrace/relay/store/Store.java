package io.millrace.relay.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.base.error.Denied;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in one file, held by one process. Writes go through one writer in the order in which they
 * are accepted and share commits; reads come from a pool and see what is committed.
 */
public final class Store implements AutoCloseable {
  /** Readers at once; more wait. */
  public static final int READERS_MAX = 4;

  /** Longest wait for another process to let the folder go. */
  static final Duration HELD_MAX = Duration.ofSeconds(15);

  private static final String FILE = "relay.db";
  private static final String LOCK = "relay.lock";
  private static final String LIBRARY = "tmp";

  private final FileChannel lockFile;
  private final HikariDataSource readers;
  private final Jdbi reading;
  private final Writer writer;

  private Store(FileChannel lockFile, Path file) {
    this.lockFile = lockFile;
    Flyway.configure().dataSource(SqliteFile.source(file)).load().migrate();
    HikariConfig pool = new HikariConfig();
    pool.setDataSource(SqliteFile.source(file));
    pool.setMaximumPoolSize(READERS_MAX);
    pool.setPoolName("readers");
    this.readers = new HikariDataSource(pool);
    this.reading = Jdbi.create(readers);
    Jdbi writing = Jdbi.create(SqliteFile.source(file));
    writing.setStatementBuilderFactory(connection -> new KeptStatements());
    this.writer = new Writer(writing);
  }

  /**
   * Opens, or makes, the database of that folder and brings it to the present version. Waits for a
   * command that works on the files; DATA_IN_USE when another process holds them longer than {@link
   * #HELD_MAX}; FILE_DENIED.
   */
  public static Store open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel lock = lock(folder);
      SqliteFile.unpackTo(folder.resolve(LIBRARY));
      return new Store(lock, folder.resolve(FILE));
    } catch (AccessDeniedException e) {
      throw Denied.of(e);
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, folder + ": " + e, e);
    }
  }

  /**
   * Accepts a piece of writing; blocks while {@link Writer#PIECES_MAX} are waiting. The future
   * completes on the writer thread after the commit, or with what the piece threw, so whoever
   * depends on it must not block there.
   */
  public <T> CompletableFuture<T> write(Work<T> work) {
    return writer.accept(work);
  }

  /** Writes and waits for the commit. Never on the writer thread. */
  public <T> T writeNow(Work<T> work) {
    return Waiting.on(writer.accept(work));
  }

  /** Reads what is committed; blocks on a free reader. */
  public <T extends @Nullable Object> T read(HandleCallback<T, RuntimeException> query) {
    return reading.withHandle(query);
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "lock file: " + e, e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel) && !isLockedInTime(channel)) {
      channel.close();
      throw MillraceException.hinted(
          ErrorCode.DATA_IN_USE,
          folder + " is held by another process",
          "a relay that runs, starts or stops, or a command on its files: end it, or ask it");
    }
    return channel;
  }

  /** Whoever holds it may be about to end: a command does not keep a relay from starting. */
  private static boolean isLockedInTime(FileChannel channel) {
    CompletableFuture<Boolean> locked = new CompletableFuture<>();
    Thread waiting = new Thread(() -> locked.complete(isLockedAtLast(channel)), "data lock");
    waiting.setDaemon(true);
    waiting.start();
    return locked.completeOnTimeout(false, HELD_MAX.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private static boolean isLockedAtLast(FileChannel channel) {
    try {
      return channel.lock().isValid();
    } catch (IOException | OverlappingFileLockException e) {
      return false; // given up and closed, or held within this process
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }
}
