package io.millrace.relay.store;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement in plain JDBC, for the few texts that run with every posting: parameters are
 * given in their order, then it is run once. Where the handle keeps statements it is one of those
 * and goes back among them. The handle's thread only. What the database refuses is
 * STORE_UNAVAILABLE; the statement is closed then, and the transaction is the caller's to undo.
 */
public final class PlainStatement {
  private final Connection connection;
  private final @Nullable KeptStatements kept;
  private final String sql;
  private final PreparedStatement prepared;
  private int given;

  private PlainStatement(Handle handle, String sql) throws SQLException {
    this.connection = handle.getConnection();
    this.kept = handle.getStatementBuilder() instanceof KeptStatements those ? those : null;
    this.sql = sql;
    this.prepared = kept == null ? connection.prepareStatement(sql) : kept.take(connection, sql);
  }

  /** Prepares that text, whose parameters are question marks. */
  public static PlainStatement of(Handle handle, String sql) {
    try {
      return new PlainStatement(handle, sql);
    } catch (SQLException e) {
      throw refused(sql, e);
    }
  }

  /** Gives the next parameter. */
  public PlainStatement number(long value) {
    try {
      prepared.setLong(++given, value);
      return this;
    } catch (SQLException e) {
      throw ended(e);
    }
  }

  /** Gives the next parameter. */
  public PlainStatement text(@Nullable String value) {
    try {
      prepared.setString(++given, value);
      return this;
    } catch (SQLException e) {
      throw ended(e);
    }
  }

  /** Gives the next parameter. */
  public PlainStatement numberOrNull(@Nullable Long value) {
    if (value != null) {
      return number(value);
    }
    try {
      prepared.setNull(++given, Types.BIGINT);
      return this;
    } catch (SQLException e) {
      throw ended(e);
    }
  }

  /** Runs it; how many rows it changed. */
  public int run() {
    try {
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw ended(e);
    } finally {
      giveBack();
    }
  }

  /** Runs it; its row, of which there is at most one. */
  public <T> Optional<T> one(Function<Row, T> reader) {
    List<T> rows = list(reader);
    if (rows.size() > 1) {
      throw new IllegalStateException(rows.size() + " rows instead of one: " + sql);
    }
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** Runs it; its rows in their order, as many as the text's own limit allows. */
  public <T> List<T> list(Function<Row, T> reader) {
    List<T> rows = new ArrayList<>(1);
    try (ResultSet results = prepared.executeQuery()) {
      Row row = new Row(results);
      while (results.next()) {
        rows.add(reader.apply(row));
      }
      return rows;
    } catch (SQLException e) {
      throw ended(e);
    } finally {
      giveBack();
    }
  }

  /** A statement that failed is closed already. */
  private void giveBack() {
    try {
      if (kept == null) {
        prepared.close();
      } else if (!prepared.isClosed()) {
        kept.close(connection, sql, prepared);
      }
    } catch (SQLException e) {
      throw refused(sql, e);
    }
  }

  private MillraceException ended(SQLException cause) {
    MillraceException refused = refused(sql, cause);
    try {
      prepared.close();
    } catch (SQLException e) {
      refused.addSuppressed(e);
    }
    return refused;
  }

  private static MillraceException refused(String sql, SQLException cause) {
    return new MillraceException(
        ErrorCode.STORE_UNAVAILABLE, cause.getMessage() + ": " + sql, cause);
  }
}
