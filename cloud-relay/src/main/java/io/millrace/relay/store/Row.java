package io.millrace.relay.store;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The row at which a {@link PlainStatement} stands: columns by their position, the first is 1. Good
 * only while it is handed out.
 */
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** A whole number; 0 where it is absent. */
  public long number(int column) {
    try {
      return results.getLong(column);
    } catch (SQLException e) {
      throw unread(column, e);
    }
  }

  /** A whole number or nothing. */
  public @Nullable Long numberOrNull(int column) {
    try {
      long value = results.getLong(column);
      return results.wasNull() ? null : value;
    } catch (SQLException e) {
      throw unread(column, e);
    }
  }

  /** A number that is not 0. */
  public boolean flag(int column) {
    return number(column) != 0;
  }

  /** A text that is there. */
  public String text(int column) {
    return Objects.requireNonNull(textOrNull(column));
  }

  /** A text or nothing. */
  public @Nullable String textOrNull(int column) {
    try {
      return results.getString(column);
    } catch (SQLException e) {
      throw unread(column, e);
    }
  }

  private static MillraceException unread(int column, SQLException cause) {
    return new MillraceException(
        ErrorCode.STORE_UNAVAILABLE, "column " + column + ": " + cause.getMessage(), cause);
  }
}
