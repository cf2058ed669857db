package io.millrace.prove.attack;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Looks into the database of a dead relay, without changing a byte of it. */
final class Heads {
  private static final String SENDING = "SELECT count(*) FROM posting WHERE state = 'SENDING'";

  private Heads() {}

  /** Postings that stand SENDING. IllegalStateException when the file cannot be read. */
  static int sending(Path relayFolder) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    Path file = relayFolder.resolve("data/relay.db").toAbsolutePath();
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SENDING)) {
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }
}
