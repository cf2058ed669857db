package io.millrace.prove.account;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/**
 * When one count passed each room, in microseconds since 1970; those of the relay are kept in whole
 * milliseconds.
 *
 * @param from extended value of the counter above which it counts
 * @param to the one up to which it does
 * @param read when its reading came to the agent
 * @param logged when its batch came to the relay
 * @param closed when the window that it is in became a posting
 * @param begun when that posting was claimed for sending
 */
public record Passage(
    String counter, long from, long to, long read, long logged, long closed, long begun) {
  private static final String COUNTS =
      "SELECT e.payload, e.received_ms, p.created_at, min(a.started_at) FROM event_log e"
          + " JOIN posting_member m ON m.position = e.position"
          + " JOIN posting p ON p.id = m.posting"
          + " JOIN attempt a ON a.posting = p.id AND a.kind = 'send'"
          + " WHERE e.type = 'ProductionCount' GROUP BY e.position, p.id";
  private static final int BUSY_MS = 5_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /**
   * All counts that the relay in that folder has sent, in no order, from its database, without
   * changing a byte of it. Blocks on the file; IllegalStateException when it cannot be read.
   */
  public static List<Passage> of(Path relayFolder) {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MS);
    Path file = relayFolder.resolve("data/relay.db").toAbsolutePath();
    List<Passage> passages = new ArrayList<>();
    try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(COUNTS)) {
      while (rows.next()) {
        passages.add(of(rows));
      }
    } catch (SQLException | InvalidProtocolBufferException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
    return passages;
  }

  private static Passage of(ResultSet row) throws SQLException, InvalidProtocolBufferException {
    Event event = Event.parseFrom(row.getBytes(1));
    ProductionCount count = event.getProductionCount();
    return new Passage(
        count.getCounter(),
        count.getFrom(),
        count.getTo(),
        micros(event.getObservedAt()),
        row.getLong(2) * MICROS_PER_MILLI,
        row.getLong(3) * MICROS_PER_MILLI,
        row.getLong(4) * MICROS_PER_MILLI);
  }

  private static long micros(Timestamp time) {
    return time.getSeconds() * MICROS_PER_SECOND + time.getNanos() / NANOS_PER_MICRO;
  }
}
