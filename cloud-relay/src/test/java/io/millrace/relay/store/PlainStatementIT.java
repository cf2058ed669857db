package io.millrace.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.MillraceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain JDBC beside JDBI, over kept statements and without them. */
class PlainStatementIT {
  private static final String INSERT = "INSERT INTO t (n, name, other) VALUES (?, ?, ?)";
  private static final String ALL = "SELECT n, name, other FROM t ORDER BY n";

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(folder);
    store.writeNow(
        handle -> handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, name TEXT, other INT)"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatWasGivenIsReadBackAbsentOrNot() {
    int rows = store.writeNow(handle -> insert(handle, 1, "a", 7L) + insert(handle, 2, null, null));

    assertThat(rows).isEqualTo(2);
    assertThat(written()).containsExactly("1 a 7", "2 null null");
    assertThat(read()).as("a reader keeps no statements").isEqualTo(written());
  }

  @Test
  void nothingOfAFailedStatementIsLeftAndItsTextServesAgain() {
    store.writeNow(handle -> insert(handle, 1, "a", 7L));

    assertThatThrownBy(
            () -> store.writeNow(handle -> insert(handle, 2, "b", 8L) + insert(handle, 1, "c", 9L)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("STORE_UNAVAILABLE")
        .hasMessageContaining(INSERT);

    store.writeNow(handle -> insert(handle, 3, "d", null));
    assertThat(read()).containsExactly("1 a 7", "3 d null");
  }

  @Test
  void aReaderThatThrowsLeavesTheTextUsable() {
    store.writeNow(handle -> insert(handle, 1, "a", 7L));

    assertThatThrownBy(
            () ->
                store.writeNow(
                    handle ->
                        PlainStatement.of(handle, ALL)
                            .list(
                                row -> {
                                  throw new IllegalArgumentException("no " + row.number(1));
                                })))
        .hasMessage("no 1");

    assertThat(written()).containsExactly("1 a 7");
  }

  @Test
  void aTextMayBeUsedWhileItsRowsAreRead() {
    store.writeNow(handle -> insert(handle, 1, "a", 7L) + insert(handle, 2, "b", 8L));

    List<Integer> counts =
        store.writeNow(
            handle ->
                PlainStatement.of(handle, ALL)
                    .list(row -> PlainStatement.of(handle, ALL).list(this::text).size()));

    assertThat(counts).containsExactly(2, 2);
  }

  @Test
  void moreThanOneRowWhereOneIsMeantIsADefect() {
    store.writeNow(handle -> insert(handle, 1, "a", 7L) + insert(handle, 2, "b", 8L));

    assertThatThrownBy(() -> store.read(handle -> PlainStatement.of(handle, ALL).one(this::text)))
        .isInstanceOf(IllegalStateException.class);
    Optional<String> none =
        store.read(
            handle ->
                PlainStatement.of(handle, "SELECT 1 FROM t WHERE n = ?")
                    .number(3)
                    .one(Row::toString));
    assertThat(none).isEmpty();
  }

  private static int insert(
      Handle handle, long number, @Nullable String name, @Nullable Long other) {
    return PlainStatement.of(handle, INSERT).number(number).text(name).numberOrNull(other).run();
  }

  /** As the writer sees it. */
  private List<String> written() {
    return store.writeNow(handle -> PlainStatement.of(handle, ALL).list(this::text));
  }

  private List<String> read() {
    return store.read(handle -> PlainStatement.of(handle, ALL).list(this::text));
  }

  private String text(Row row) {
    return row.number(1) + " " + row.textOrNull(2) + " " + row.numberOrNull(3);
  }
}
