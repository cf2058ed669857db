package io.millrace.relay.flow.window;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.posting.Range;
import io.millrace.relay.store.Columns;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Open windows as rows. On the writer thread where it writes. */
public final class WindowRows {
  private WindowRows() {}

  static Optional<Window> find(Handle handle, WindowKey key) {
    return handle
        .createQuery(
            "SELECT * FROM flow_window"
                + " WHERE flow = ? AND plant = ? AND equipment = ? AND order_name = ?")
        .bind(0, key.flow())
        .bind(1, key.plant())
        .bind(2, key.equipment())
        .bind(3, key.order())
        .map(row -> toWindow(handle, row))
        .findOne();
  }

  public static List<Window> ofMachine(Handle handle, String plant, String equipment) {
    return handle
        .createQuery("SELECT * FROM flow_window WHERE plant = ? AND equipment = ? ORDER BY id")
        .bind(0, plant)
        .bind(1, equipment)
        .map(row -> toWindow(handle, row))
        .list();
  }

  public static List<Window> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM flow_window ORDER BY id")
        .map(row -> toWindow(handle, row))
        .list();
  }

  /** All that are open, with the definition that they gather for. */
  public static List<Opened> opened(Handle handle) {
    return handle
        .createQuery("SELECT * FROM flow_window ORDER BY id")
        .map(row -> new Opened(toWindow(handle, row), Columns.text(row, "digest")))
        .list();
  }

  /** Digests that windows are open for, each with its flow. */
  public static Map<String, String> digests(Handle handle) {
    Map<String, String> digests = new TreeMap<>();
    handle
        .createQuery("SELECT DISTINCT digest, flow FROM flow_window WHERE digest <> ''")
        .map(row -> List.of(Columns.text(row, "digest"), Columns.text(row, "flow")))
        .forEach(each -> digests.put(each.get(0), each.get(1)));
    return digests;
  }

  /** An open window, and the digest of its flow. */
  public record Opened(Window window, String digest) {}

  /** Those of that flow that were opened up to the one time, or after the other. */
  public static List<WindowKey> openedOutside(
      Handle handle, String flow, Instant upTo, Instant after) {
    return handle
        .createQuery(
            "SELECT plant, equipment, order_name FROM flow_window"
                + " WHERE flow = ? AND (opened_at <= ? OR opened_at > ?)")
        .bind(0, flow)
        .bind(1, upTo.toEpochMilli())
        .bind(2, after.toEpochMilli())
        .map(
            row ->
                new WindowKey(
                    flow,
                    Columns.text(row, "plant"),
                    Columns.text(row, "equipment"),
                    Columns.text(row, "order_name")))
        .list();
  }

  /** When the oldest of that flow was opened; empty when none is open. */
  public static Optional<Instant> oldest(Handle handle, String flow) {
    return handle
        .createQuery("SELECT min(opened_at) FROM flow_window WHERE flow = ?")
        .bind(0, flow)
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  /** How many are open for each definition, of that plant or, with an empty name, of all. */
  public static List<OpenWindows> tallies(Handle handle, String plant) {
    return handle
        .createQuery(
            "SELECT digest, count(*) AS n, max(opened_at) AS at FROM flow_window"
                + " WHERE (:plant = '' OR plant = :plant) GROUP BY digest")
        .bind("plant", plant)
        .map(
            row ->
                new OpenWindows(
                    Columns.text(row, "digest"),
                    Columns.number(row, "n"),
                    Instant.ofEpochMilli(Columns.number(row, "at"))))
        .list();
  }

  /** So many open windows of a definition, and when the newest was opened. */
  public record OpenWindows(String digest, long windows, Instant newest) {}

  public static void save(Handle handle, Window window, String digest) {
    long id =
        window.id == Window.NOT_STORED ? insert(handle, window, digest) : update(handle, window);
    for (Range range : window.ranges()) {
      handle.execute(
          "INSERT OR REPLACE INTO flow_window_range (window, counter, generation, from_value,"
              + " to_value, kind, quantity) VALUES (?, ?, ?, ?, ?, ?, ?)",
          id,
          range.counter(),
          range.generation(),
          range.from(),
          range.to(),
          range.kind().getNumber(),
          range.quantity().toString());
    }
  }

  public static void delete(Handle handle, Window window) {
    handle.execute("DELETE FROM flow_window WHERE id = ?", window.id);
  }

  private static long insert(Handle handle, Window window, String digest) {
    return handle
        .createQuery(
            "INSERT INTO flow_window (flow, plant, equipment, order_name, unit, business_date,"
                + " opened_at, members, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")
        .bind(0, window.key.flow())
        .bind(1, window.key.plant())
        .bind(2, window.key.equipment())
        .bind(3, window.key.order())
        .bind(4, window.unit)
        .bind(5, window.businessDate)
        .bind(6, window.openedAt.toEpochMilli())
        .bind(7, window.members().toString())
        .bind(8, digest)
        .mapTo(Long.class)
        .one();
  }

  private static long update(Handle handle, Window window) {
    handle.execute(
        "UPDATE flow_window SET members = ? WHERE id = ?", window.members().toString(), window.id);
    return window.id;
  }

  private static Window toWindow(Handle handle, RowView row) {
    long id = Columns.number(row, "id");
    String unit = Columns.text(row, "unit");
    return new Window(
        id,
        new WindowKey(
            Columns.text(row, "flow"),
            Columns.text(row, "plant"),
            Columns.text(row, "equipment"),
            Columns.text(row, "order_name")),
        unit,
        Columns.text(row, "business_date"),
        Instant.ofEpochMilli(Columns.number(row, "opened_at")),
        Positions.parse(Columns.text(row, "members")),
        ranges(handle, id, unit));
  }

  private static List<Range> ranges(Handle handle, long window, String unit) {
    return handle
        .createQuery("SELECT * FROM flow_window_range WHERE window = ?")
        .bind(0, window)
        .map(
            row ->
                new Range(
                    Columns.text(row, "counter"),
                    Columns.text(row, "generation"),
                    kind(row),
                    Columns.number(row, "from_value"),
                    Columns.number(row, "to_value"),
                    Quantity.parse(Columns.text(row, "quantity")),
                    unit))
        .list();
  }

  private static CountKind kind(RowView row) {
    CountKind kind = CountKind.forNumber((int) Columns.number(row, "kind"));
    return kind == null ? CountKind.COUNT_KIND_UNSPECIFIED : kind;
  }
}
