package io.millrace.sim.enterprise;

import io.millrace.base.quantity.Quantity;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ERP's documents: every commit adds one, whatever its reference; nothing is ever deleted. On
 * the clerk's thread.
 */
final class Documents {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS document (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, production_order TEXT NOT NULL,
        machine TEXT NOT NULL, yield TEXT NOT NULL, scrap TEXT NOT NULL, unit TEXT NOT NULL,
        reference TEXT NOT NULL, reverses INTEGER, fault TEXT NOT NULL,
        received_ms INTEGER NOT NULL, committed_ms INTEGER NOT NULL, visible_ms INTEGER NOT NULL)
      """;
  private static final List<String> INDEXES =
      List.of(
          "CREATE INDEX IF NOT EXISTS document_reference ON document (reference)",
          "CREATE UNIQUE INDEX IF NOT EXISTS document_reverses ON document (reverses)");
  private static final String INSERT =
      """
      INSERT INTO document (kind, production_order, machine, yield, scrap, unit, reference,
        reverses, fault, received_ms, committed_ms, visible_ms)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String SELECT =
      """
      SELECT id, kind, production_order, machine, yield, scrap, unit, reference, reverses, fault,
        received_ms, committed_ms, visible_ms,
        EXISTS (SELECT 1 FROM document AS undo WHERE undo.reverses = document.id)
      FROM document
      """;

  private final Database database;

  Documents(Database database) {
    this.database = database;
    database.commit(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            for (String index : INDEXES) {
              statement.execute(index);
            }
            return INDEXES;
          }
        });
  }

  /** Adds a confirmation; durable when this returns. */
  Document confirm(Confirmation wanted, Receipt receipt) {
    return add(Document.CONFIRMATION, wanted, null, receipt);
  }

  /** Adds the reversal of a confirmation that is not yet reversed: the same with minus signs. */
  Document reverse(Document original, String reference, Receipt receipt) {
    Confirmation minus =
        new Confirmation(
            original.order(),
            original.machine(),
            negated(original.yield()),
            negated(original.scrap()),
            original.unit(),
            reference);
    return add(Document.REVERSAL, minus, original.number(), receipt);
  }

  /** By its number, as soon as it is committed. */
  Optional<Document> byNumber(String number) {
    return list(SELECT + "WHERE id = ?", idOf(number)).stream()
        .filter(document -> document.number().equals(number))
        .findFirst();
  }

  /** By reference, as far as the index knows them at that time; oldest first. */
  List<Document> byReference(String reference, Instant at) {
    return list(
        SELECT + "WHERE reference = ? AND visible_ms <= ? ORDER BY id",
        reference,
        at.toEpochMilli());
  }

  /** Of one order, oldest first. */
  List<Document> ofOrder(String order) {
    return list(SELECT + "WHERE production_order = ? ORDER BY id", order);
  }

  /** Every one, oldest first. */
  List<Document> all() {
    return list(SELECT + "ORDER BY id");
  }

  /** How many there are. */
  long count() {
    return database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT count(*) FROM document")) {
            return rows.getLong(1);
          }
        });
  }

  private Document add(
      String kind, Confirmation wanted, @Nullable String reverses, Receipt receipt) {
    return database.commit(
        connection -> {
          long id = insert(connection, kind, wanted, reverses, receipt);
          Tally.count(connection, receipt.fault());
          return list(connection, SELECT + "WHERE id = ?", id).get(0);
        });
  }

  private static long insert(
      Connection connection,
      String kind,
      Confirmation wanted,
      @Nullable String reverses,
      Receipt receipt)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
      bind(
          insert,
          kind,
          wanted.order(),
          wanted.machine(),
          wanted.yield(),
          wanted.scrap(),
          wanted.unit(),
          wanted.reference(),
          reverses == null ? null : idOf(reverses),
          receipt.fault().key(),
          receipt.receivedAt().toEpochMilli(),
          receipt.committedAt().toEpochMilli(),
          receipt.visibleAt().toEpochMilli());
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private List<Document> list(String query, Object... values) {
    return database.read(connection -> list(connection, query, values));
  }

  private static List<Document> list(Connection connection, String query, Object... values)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query)) {
      bind(select, values);
      try (ResultSet rows = select.executeQuery()) {
        List<Document> found = new ArrayList<>();
        while (rows.next()) {
          found.add(document(rows));
        }
        return found;
      }
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static String negated(String quantity) {
    return Quantity.ZERO.minus(Quantity.parse(quantity)).toString();
  }

  private static Document document(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    long reverses = row.getLong("reverses");
    return new Document(
        number(kind, row.getLong("id")),
        kind,
        row.getString("production_order"),
        row.getString("machine"),
        row.getString("yield"),
        row.getString("scrap"),
        row.getString("unit"),
        row.getString("reference"),
        reverses == 0 ? null : number(Document.CONFIRMATION, reverses),
        row.getBoolean(14),
        row.getString("fault"),
        time(row, "received_ms"),
        time(row, "committed_ms"),
        time(row, "visible_ms"));
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column)).toString();
  }

  private static String number(String kind, long id) {
    return (kind.equals(Document.REVERSAL) ? "REV-%07d" : "CNF-%07d").formatted(id);
  }

  /** 0, which no document has, when it is no number of ours. */
  private static long idOf(String number) {
    return number.matches("(CNF|REV)-\\d{7,18}") ? Long.parseLong(number.substring(4)) : 0;
  }
}
