package io.millrace.sim.enterprise.desk;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often each fault was really done, kept in the database so that it outlives the process. */
public final class Tally {
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

  /** Counts, within the request's transaction where there is one. */
  public void count(Fault fault) {
    count(fault.key());
  }

  /** Counts something else under that name. */
  public void count(String name) {
    database.commit(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            statement.setString(1, name);
            return statement.executeUpdate();
          }
        });
  }

  /** How many requests met their fault or none. */
  long requests() {
    Map<String, Long> all = all();
    return EnumSet.range(Fault.NONE, Fault.ABANDONED).stream()
        .mapToLong(fault -> all.getOrDefault(fault.key(), 0L))
        .sum();
  }

  /** Every fault with its number, also those never done, and what else was counted. */
  Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    EnumSet.range(Fault.NONE, Fault.ABANDONED).forEach(fault -> all.put(fault.key(), 0L));
    database.commit(
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
