package io.millrace.sim.enterprise.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.sim.http.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A system's documents. Each is written once or, where its system says so, again as its next
 * revision; no revision is ever deleted. On the clerk's thread, within the transaction of the
 * request where there is one.
 */
public final class Documents {
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS paper (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, production_order TEXT NOT NULL,
            reference TEXT NOT NULL, natural_key TEXT, follows INTEGER UNIQUE,
            revision INTEGER NOT NULL, UNIQUE (kind, natural_key))
          """,
          """
          CREATE TABLE IF NOT EXISTS revision (
            paper INTEGER NOT NULL, revision INTEGER NOT NULL, fields TEXT NOT NULL,
            fault TEXT NOT NULL, received_ms INTEGER NOT NULL, committed_ms INTEGER NOT NULL,
            visible_ms INTEGER NOT NULL, PRIMARY KEY (paper, revision)) WITHOUT ROWID
          """,
          "CREATE INDEX IF NOT EXISTS paper_reference ON paper (reference)",
          "CREATE INDEX IF NOT EXISTS paper_order ON paper (production_order)");
  private static final String INSERT =
      """
      INSERT INTO paper (kind, production_order, reference, natural_key, follows, revision)
      VALUES (?, ?, ?, ?, ?, 0)
      """;
  private static final String WRITE = "INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)";
  private static final String SELECT_ALL =
      """
      SELECT paper.*, revision.*, revision.revision AS shown,
        EXISTS (SELECT 1 FROM paper AS next WHERE next.follows = paper.id) AS followed
      FROM paper JOIN revision ON revision.paper = paper.id
      """;
  private static final String SELECT = SELECT_ALL + " AND revision.revision = paper.revision ";

  private final Database database;
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  Documents(Database database, List<Kind> kinds) {
    this.database = database;
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
    database.commit(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
              statement.execute(table);
            }
            return TABLES;
          }
        });
  }

  /** Adds a document as its first revision; durable when the request's transaction is. */
  public Document add(Draft draft, Receipt receipt) {
    Document original = draft.follows();
    return database.commit(
        connection -> {
          long id =
              insert(
                  connection,
                  draft.kind().name(),
                  draft.order(),
                  draft.reference(),
                  draft.key(),
                  original == null ? null : original.id());
          return write(connection, id, 1, draft.fields(), receipt);
        });
  }

  /** Writes the next revision of a document. */
  public Document revise(Document document, Map<String, String> fields, Receipt receipt) {
    int next = document.revision() + 1;
    return database.commit(connection -> write(connection, document.id(), next, fields, receipt));
  }

  /** By its number, as soon as it is committed. */
  public Optional<Document> byNumber(Kind kind, String number) {
    return list(SELECT + "WHERE id = ? AND kind = ?", kind.id(number), kind.name()).stream()
        .findFirst();
  }

  /** By what is unique within its kind. */
  public Optional<Document> byKey(Kind kind, String key) {
    return list(SELECT + "WHERE kind = ? AND natural_key = ?", kind.name(), key).stream()
        .findFirst();
  }

  /** The document as it was written first. */
  public Document first(Document document) {
    return list(SELECT_ALL + "WHERE id = ? AND revision.revision = 1", document.id()).get(0);
  }

  /** The one that follows that document. */
  public Optional<Document> after(Document original) {
    return list(SELECT + "WHERE follows = ?", original.id()).stream().findFirst();
  }

  /** By reference, as far as the index knows them at that time; oldest first. */
  public List<Document> byReference(List<Kind> among, String reference, Instant at) {
    return list(
            SELECT + "WHERE reference = ? AND visible_ms <= ? ORDER BY id",
            reference,
            at.toEpochMilli())
        .stream()
        .filter(document -> among.contains(document.kind()))
        .toList();
  }

  /** Of one order and kind, oldest first. */
  public List<Document> ofOrder(Kind kind, String order) {
    return list(SELECT + "WHERE production_order = ? AND kind = ? ORDER BY id", order, kind.name());
  }

  /** Every one as it stands, oldest first. */
  public List<Document> all() {
    return list(SELECT + "ORDER BY id");
  }

  /** Every revision of every one, in the order in which the documents came. */
  List<Document> history() {
    return list(SELECT_ALL + "ORDER BY id, shown");
  }

  /** How many there are. */
  long count() {
    return database.commit(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT count(*) FROM paper")) {
            return rows.getLong(1);
          }
        });
  }

  private static long insert(Connection connection, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS)) {
      bind(insert, values);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private Document write(
      Connection connection, long id, int revision, Map<String, String> fields, Receipt receipt)
      throws SQLException {
    run(
        connection,
        WRITE,
        id,
        revision,
        Json.text(fields),
        receipt.fault().key(),
        receipt.receivedAt().toEpochMilli(),
        receipt.committedAt().toEpochMilli(),
        receipt.visibleAt().toEpochMilli());
    run(connection, "UPDATE paper SET revision = ? WHERE id = ?", revision, id);
    return list(connection, SELECT + "WHERE id = ?", id).get(0);
  }

  private static void run(Connection connection, String change, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(change)) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  private List<Document> list(String query, Object... values) {
    return database.commit(connection -> list(connection, query, values));
  }

  private List<Document> list(Connection connection, String query, Object... values)
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

  private Document document(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    return new Document(
        row.getLong("id"),
        kinds.getOrDefault(kind, new Kind(kind, kind)),
        row.getString("production_order"),
        row.getString("reference"),
        row.getString("natural_key"),
        row.getInt("shown"),
        row.getBoolean("followed"),
        fields(row.getString("fields")),
        row.getString("fault"),
        time(row, "received_ms"),
        time(row, "committed_ms"),
        time(row, "visible_ms"));
  }

  private static Map<String, String> fields(String json) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : Json.tree(json).properties()) {
      fields.put(field.getKey(), field.getValue().asText());
    }
    return fields;
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column)).toString();
  }
}
