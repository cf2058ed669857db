package io.millrace.prove.account;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.v1.Event;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * Reads what a relay has logged from its database, without changing a byte of it: counts are told
 * by the relay itself, results and downtimes stand only there. One thread; blocks on the file.
 */
public final class RelayLog {
  private static final String NEWS =
      "SELECT position, payload FROM event_log WHERE position > ? AND type IN"
          + " ('QualityResult', 'Downtime') ORDER BY position";
  private static final int BUSY_MS = 5_000;

  private final Path file;
  private final List<Event> events = new ArrayList<>();
  private long position;

  /** Of the relay in that folder. */
  public RelayLog(Path relayFolder) {
    this.file = relayFolder.resolve("data/relay.db").toAbsolutePath();
  }

  /** Takes what was logged since the last time. IllegalStateException when it cannot be read. */
  public RelayLog readOn() {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MS);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        PreparedStatement statement = connection.prepareStatement(NEWS)) {
      statement.setLong(1, position);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          events.add(Event.parseFrom(rows.getBytes(2)));
          position = rows.getLong(1);
        }
      }
    } catch (SQLException | InvalidProtocolBufferException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
    return this;
  }

  /** What it has taken so far. */
  public Happened happened() {
    return new Happened(events);
  }
}
