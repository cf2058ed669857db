package io.millrace.relay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** A database that an older relay wrote is brought to the present version with what is in it. */
class OlderDatabaseIT {
  private static final String BEFORE_PLANTS = "60";
  private static final String BEFORE_PLANTS_OF_WAITS = "65";

  @TempDir Path folder;

  @Test
  void sumsThatMixedTwoPlantsAreAddedUpAnewForEach() {
    SQLiteDataSource older = SqliteFile.source(folder.resolve("relay.db"));
    Flyway.configure().dataSource(older).target(BEFORE_PLANTS).load().migrate();
    try (Handle handle = Jdbi.create(older).open()) {
      handle.execute("INSERT INTO lane (id, target, order_key) VALUES (1, 'erp', 'PO-1')");
      posting(handle, 1, "acme/graz", "CONFIRMED", "0.3");
      posting(handle, 2, "acme/graz", "COMPENSATED", "12.000001");
      posting(handle, 3, "acme/graz", "READY", "1.9");
      posting(handle, 4, "acme/linz", "PARKED", "-0.25");
      posting(handle, 5, "acme/linz", "CONFIRMED", "700");
      handle.execute("INSERT INTO posting_total VALUES ('press-1.good', 'PO-1', 713, 0, 712, 0)");
    }

    try (Store store = Store.open(folder)) {
      assertThat(rows(store, "SELECT plant, count(*) AS n FROM posting GROUP BY plant"))
          .containsExactly(
              Map.of("plant", "acme/graz", "n", 3), Map.of("plant", "acme/linz", "n", 2));
      assertThat(
              rows(
                  store,
                  "SELECT plant, planned * 1000000 + planned_micros AS planned,"
                      + " confirmed * 1000000 + confirmed_micros AS confirmed FROM posting_total"))
          .containsExactly(
              Map.of("plant", "acme/graz", "planned", 14_200_001, "confirmed", 12_300_001),
              Map.of("plant", "acme/linz", "planned", 699_750_000, "confirmed", 700_000_000));
      assertThat(rows(store, "SELECT plant, state, n FROM posting_tally"))
          .containsExactly(
              Map.of("plant", "acme/graz", "state", "COMPENSATED", "n", 1),
              Map.of("plant", "acme/graz", "state", "CONFIRMED", "n", 1),
              Map.of("plant", "acme/linz", "state", "CONFIRMED", "n", 1));
    }
  }

  @Test
  void whatRunsWaitForAndWhatHasComeGetTheirPlants() {
    SQLiteDataSource older = SqliteFile.source(folder.resolve("relay.db"));
    Flyway.configure().dataSource(older).target(BEFORE_PLANTS_OF_WAITS).load().migrate();
    try (Handle handle = Jdbi.create(older).open()) {
      handle.execute(
          "INSERT INTO flow_run (id, flow, version, plant, equipment, order_name, opened_at,"
              + " closed_at, closed_by) VALUES (7, 'f', 1, 'acme/graz', '', 'PO-1', 0, 0, '')");
      handle.execute("INSERT INTO flow_wait (run, expression, key) VALUES (7, 'x', 'PO-1')");
      handle.execute("INSERT INTO log_origin VALUES (1, 'a', 'acme/linz', 'events', 'e')");
      handle.execute("INSERT INTO event_log VALUES (3, 1, 1, 'n-1', 'MachineState', '', 0, 0, '')");
      for (String key : List.of("PO-1", "")) {
        handle.execute(
            "INSERT INTO flow_heard (expression, key, position, heard_at) VALUES ('x', ?, 3, 0)",
            key);
      }
    }

    try (Store store = Store.open(folder)) {
      assertThat(rows(store, "SELECT run, plant FROM flow_wait"))
          .containsExactly(Map.of("run", 7, "plant", "acme/graz"));
      assertThat(rows(store, "SELECT key, plant FROM flow_heard"))
          .containsExactly(Map.of("key", "PO-1", "plant", "acme/linz"));
    }
  }

  private static List<Map<String, Object>> rows(Store store, String sql) {
    return store.read(handle -> handle.createQuery(sql).mapToMap().list());
  }

  private static void posting(Handle handle, int id, String plant, String state, String quantity) {
    handle.execute(
        "INSERT INTO flow_run (id, flow, version, plant, equipment, order_name, opened_at,"
            + " closed_at, closed_by) VALUES (?, 'f', 1, ?, '', 'PO-1', 0, 0, '')",
        id,
        plant);
    handle.execute(
        "INSERT INTO posting (id, target, operation, effect, lane, order_name, key, reference, run,"
            + " fields, state, open, created_at, changed_at)"
            + " VALUES (?, 'erp', 'confirm', 'e', 1, 'PO-1', ?, 'R', ?, '{}', ?, ?, 0, 0)",
        id,
        "k" + id,
        id,
        state,
        state.equals("READY") ? 1 : 0);
    handle.execute(
        "INSERT INTO posting_range VALUES (?, 'press-1.good', 'g', 1, 0, 1, ?, '{piece}')",
        id,
        quantity);
  }
}
