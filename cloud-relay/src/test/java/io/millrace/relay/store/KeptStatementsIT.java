package io.millrace.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long prepared statements are kept, and that keeping them changes nothing else. */
class KeptStatementsIT {
  private static final String INSERT = "INSERT INTO t (n, name) VALUES (?, ?)";

  private final KeptStatements kept = new KeptStatements();
  private Handle handle;
  private Connection connection;

  @BeforeEach
  void open() {
    Jdbi jdbi = Jdbi.create("jdbc:sqlite::memory:");
    jdbi.setStatementBuilderFactory(unused -> kept);
    handle = jdbi.open();
    connection = handle.getConnection();
    handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, name TEXT)");
  }

  @AfterEach
  void close() {
    handle.close();
  }

  @Test
  void beyondTheLimitTheOneNotUsedForLongestIsClosed() throws SQLException {
    List<PreparedStatement> used = new ArrayList<>();
    for (int n = 0; n < KeptStatements.STATEMENTS_MAX; n++) {
      used.add(use(n));
    }
    assertThat(use(0)).isSameAs(used.get(0));
    assertThat(open(used)).hasSize(KeptStatements.STATEMENTS_MAX);

    used.add(use(KeptStatements.STATEMENTS_MAX));

    assertThat(used.get(1).isClosed()).as("not used for longest").isTrue();
    assertThat(used.get(0).isClosed()).as("used again").isFalse();
    assertThat(open(used)).hasSize(KeptStatements.STATEMENTS_MAX);
    assertThat(use(1)).as("prepared anew").isNotSameAs(used.get(1));
  }

  @Test
  void aStatementThatFailedServesAgain() {
    handle.execute(INSERT, 1, "a");
    assertThatThrownBy(() -> handle.execute(INSERT, 1, "b")).isInstanceOf(JdbiException.class);

    handle.execute(INSERT, 2, null);

    assertThat(names()).containsExactly("a", null);
  }

  @Test
  void aKeptTextSeesThatTheTableHasChanged() {
    handle.execute(INSERT, 1, "a");
    assertThat(names()).containsExactly("a");
    handle.execute("ALTER TABLE t RENAME TO old");
    handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, more TEXT DEFAULT 'm', name TEXT)");

    handle.execute(INSERT, 1, "b");

    assertThat(names()).containsExactly("b");
    assertThat(handle.createQuery("SELECT more FROM t").mapTo(String.class).list())
        .containsExactly("m");
  }

  @Test
  void aTextMayBeUsedWithinItself() {
    handle.execute(INSERT, 1, "a");
    handle.execute(INSERT, 2, "b");

    List<String> both =
        handle
            .createQuery("SELECT name FROM t ORDER BY n")
            .map((row, context) -> row.getString(1) + names())
            .list();

    assertThat(both).containsExactly("a[a, b]", "b[a, b]");
  }

  @Test
  void whatIsKeptEndsWithItsConnection() throws SQLException {
    PreparedStatement used = use(1);
    assertThat(used.isClosed()).isFalse();

    kept.close(connection);

    assertThat(used.isClosed()).isTrue();
    assertThat(use(1)).isNotSameAs(used);
  }

  /** Takes and gives back. */
  private PreparedStatement use(int number) throws SQLException {
    String sql = "SELECT " + number;
    PreparedStatement statement = kept.take(connection, sql);
    kept.close(connection, sql, statement);
    return statement;
  }

  private static List<PreparedStatement> open(List<PreparedStatement> statements)
      throws SQLException {
    List<PreparedStatement> open = new ArrayList<>();
    for (PreparedStatement each : statements) {
      if (!each.isClosed()) {
        open.add(each);
      }
    }
    return open;
  }

  private List<String> names() {
    return handle.createQuery("SELECT name FROM t ORDER BY n").mapTo(String.class).list();
  }
}
