package io.millrace.sim.enterprise;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each fault was really done, kept in the database so that it outlives the process. */
final class Tally {
  private static final String TABLE =
      "CREATE TABLE IF NOT EXISTS tally (fault TEXT PRIMARY KEY, times INTEGER NOT NULL)";
  private static final String COUNT =
      "INSERT INTO tally VALUES (?, 1) ON CONFLICT (fault) DO UPDATE SET times = times + 1";

  private final Database database;

  Tally(Database database) {
    this.database = database;
    database.commit(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(TABLE);
          }
        });
  }

  /** Counts what had no document, in a transaction of its own. */
  void count(Fault fault) {
    database.commit(connection -> count(connection, fault));
  }

  /** Counts within the transaction of the document. */
  static int count(Connection connection, Fault fault) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
      statement.setString(1, fault.key());
      return statement.executeUpdate();
    }
  }

  /** Every fault with its number, also those never done. */
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      all.put(fault.key(), 0L);
    }
    database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT fault, times FROM tally")) {
            while (rows.next()) {
              all.put(rows.getString(1), rows.getLong(2));
            }
            return all;
          }
        });
    return all;
  }
}
