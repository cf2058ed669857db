package io.millrace.sim.enterprise.desk;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The simulated system's database: one SQLite file, one connection, forced at each commit, held by
 * one process. On the clerk's thread.
 */
final class Database implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MS = 5_000;

  private final Connection connection;
  private boolean isOpen;

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Opens or makes the file. STORE_UNAVAILABLE when it cannot be written. */
  static Database open(Path folder, String file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + folder.toAbsolutePath().resolve(file));
    try {
      Files.createDirectories(folder);
      Connection connection = source.getConnection();
      connection.setAutoCommit(false);
      return new Database(connection);
    } catch (IOException | SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Runs the work in a transaction, which is durable when this returns; within another one it is
   * part of that. STORE_UNAVAILABLE: undone.
   */
  <T> T commit(Work<T> work) {
    return isOpen ? within(work) : whole(work);
  }

  private <T> T within(Work<T> work) {
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private <T> T whole(Work<T> work) {
    boolean isCommitted = false;
    isOpen = true;
    try {
      T result = work.on(connection);
      connection.commit();
      isCommitted = true;
      return result;
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      isOpen = false;
      if (!isCommitted) {
        undo();
      }
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void undo() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private static MillraceException failure(Exception cause) {
    return new MillraceException(ErrorCode.STORE_UNAVAILABLE, String.valueOf(cause), cause);
  }

  /** A piece of work on the database. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }
}
