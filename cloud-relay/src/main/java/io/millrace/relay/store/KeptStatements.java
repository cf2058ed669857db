package io.millrace.relay.store;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Keeps the prepared statements of one handle: the driver parses a text anew each time it is
 * prepared, which costs more than most statements do. The handle's thread only; what it keeps ends
 * with the handle.
 */
final class KeptStatements implements StatementBuilder {
  /** Statements kept of one connection; the one not used for longest goes. */
  static final int STATEMENTS_MAX = 200;

  private final StatementBuilder plain = new DefaultStatementBuilder();

  /** The one not used for longest first: what is used is taken out and put back at the end. */
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  @Override
  public Statement create(Connection connection, StatementContext context) throws SQLException {
    return plain.create(connection, context);
  }

  /** A statement that is in use is not among the idle ones, so a text may be used within itself. */
  @Override
  public PreparedStatement create(Connection connection, String sql, StatementContext context)
      throws SQLException {
    PreparedStatement kept = context.isReturningGeneratedKeys() ? null : idle.remove(sql);
    return kept != null ? kept : plain.create(connection, sql, context);
  }

  /** The same for plain JDBC; {@link #close(Connection, String, Statement)} takes it back. */
  PreparedStatement take(Connection connection, String sql) throws SQLException {
    PreparedStatement kept = idle.remove(sql);
    return kept != null ? kept : connection.prepareStatement(sql);
  }

  @Override
  public CallableStatement createCall(Connection connection, String sql, StatementContext context)
      throws SQLException {
    return plain.createCall(connection, sql, context);
  }

  @Override
  public void close(Connection connection, String sql, Statement statement) throws SQLException {
    if (!(statement instanceof PreparedStatement prepared) || idle.containsKey(sql)) {
      statement.close();
      return;
    }
    prepared.clearParameters();
    prepared.clearBatch();
    idle.put(sql, prepared);
    if (idle.size() > STATEMENTS_MAX) {
      var oldest = idle.entrySet().iterator();
      PreparedStatement longest = oldest.next().getValue();
      oldest.remove();
      longest.close();
    }
  }

  @Override
  public void close(Connection connection) {
    try {
      for (PreparedStatement each : idle.values()) {
        each.close();
      }
    } catch (SQLException e) {
      throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "statement not closed: " + e, e);
    } finally {
      idle.clear();
    }
  }
}
