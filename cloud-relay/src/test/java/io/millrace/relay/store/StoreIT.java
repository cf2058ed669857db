package io.millrace.relay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.MillraceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {
  @TempDir Path folder;

  @Test
  void aPieceThatThrowsLeavesNothingBehindAndFailsAlone() {
    try (Store store = Store.open(folder)) {
      store.writeNow(handle -> handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)"));
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int n = 0; n < 100; n++) {
        int value = n;
        futures.add(
            store.write(
                handle -> {
                  int rows = handle.execute("INSERT INTO t VALUES (?)", value);
                  if (value % 10 == 3) {
                    throw new IllegalStateException("no " + value);
                  }
                  return rows;
                }));
      }
      long failed =
          futures.stream().filter(f -> f.handle((rows, thrown) -> thrown != null).join()).count();

      assertThat(failed).isEqualTo(10);
      assertThat(count(store)).isEqualTo(90);
    }
  }

  @Test
  void oneProcessHoldsTheFolder() {
    try (Store store = Store.open(folder)) {
      assertThatThrownBy(() -> Store.open(folder))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("DATA_IN_USE");
      assertThat(store).isNotNull();
    }
  }

  @Test
  void aCommandThatHoldsTheFolderIsWaitedFor() throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FolderHolder.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertThat(said.lines().filter(line -> line.equals("held 1")).findFirst()).isPresent();
      CompletableFuture<Store> opening = CompletableFuture.supplyAsync(() -> Store.open(folder));
      Awaitility.await()
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .anyMatch(thread -> thread.getName().equals("data lock")));

      assertThat(opening).isNotDone();
      holder.getOutputStream().close();

      try (Store store = opening.join()) {
        assertThat(store.<Integer>read(handle -> 1)).isEqualTo(1);
      }
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void whatWasToldIsThereAfterReopening() {
    try (Store store = Store.open(folder)) {
      store.writeNow(handle -> handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)"));
      store.writeNow(handle -> handle.execute("INSERT INTO t VALUES (1)"));
    }
    try (Store store = Store.open(folder)) {
      assertThat(count(store)).isEqualTo(1);
    }
  }

  @Test
  void whatAKilledRelayUnpackedIsRemovedAndNothingIsUnpackedElsewhere() throws IOException {
    Path left = folder.resolve("tmp/sqlite-3-left-libsqlitejdbc.so");
    Files.createDirectories(left.getParent());
    Files.writeString(left, "of a killed one");

    try (Store store = Store.open(folder)) {
      assertThat(count(store, "SELECT 1")).isEqualTo(1);
      assertThat(left).doesNotExist();
      assertThat(System.getProperty("org.sqlite.tmpdir")).endsWith("/tmp").isNotEqualTo("/tmp");
    }
  }

  @Test
  void aFullDatabaseFailsItsWritersAndIsWellAgainWhenThereIsRoom() {
    try (Store store = Store.open(folder)) {
      store.writeNow(handle -> handle.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)"));
      store.writeNow(
          handle -> {
            handle.execute("PRAGMA cache_size = 10");
            return handle.execute("PRAGMA max_page_count = 300");
          });
      List<CompletableFuture<Integer>> futures = new ArrayList<>();
      for (int n = 0; n < 40; n++) {
        int value = n;
        futures.add(
            store.write(
                handle -> handle.execute("INSERT INTO t VALUES (?, zeroblob(100000))", value)));
      }
      long failed =
          futures.stream().filter(f -> f.handle((rows, thrown) -> thrown != null).join()).count();

      store.writeNow(handle -> handle.execute("INSERT INTO t VALUES (1000, zeroblob(4000000))"));

      assertThat(failed).isPositive();
      assertThat(count(store)).isEqualTo(41 - failed);
    }
  }

  private static int count(Store store) {
    return count(store, "SELECT count(*) FROM t");
  }

  private static int count(Store store, String query) {
    return store.read(handle -> handle.createQuery(query).mapTo(int.class).one());
  }
}
