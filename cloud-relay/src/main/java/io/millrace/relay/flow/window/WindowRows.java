package io.millrace.relay.flow.window;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        .map(row -> new Opened(toWindow(handle, row), text(row, "digest")))
        .list();
  }

  /** Digests that windows are open for, each with its flow. */
  public static Map<String, String> digests(Handle handle) {
    Map<String, String> digests = new TreeMap<>();
    handle
        .createQuery("SELECT DISTINCT digest, flow FROM flow_window WHERE digest <> ''")
        .map(row -> List.of(text(row, "digest"), text(row, "flow")))
        .forEach(each -> digests.put(each.get(0), each.get(1)));
    return digests;
  }

  /** An open window, and the digest of its flow. */
  public record Opened(Window window, String digest) {}

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
    long id = number(row, "id");
    String unit = text(row, "unit");
    return new Window(
        id,
        new WindowKey(
            text(row, "flow"), text(row, "plant"), text(row, "equipment"), text(row, "order_name")),
        unit,
        text(row, "business_date"),
        Instant.ofEpochMilli(number(row, "opened_at")),
        Positions.parse(text(row, "members")),
        ranges(handle, id, unit));
  }

  private static List<Range> ranges(Handle handle, long window, String unit) {
    return handle
        .createQuery("SELECT * FROM flow_window_range WHERE window = ?")
        .bind(0, window)
        .map(
            row ->
                new Range(
                    text(row, "counter"),
                    text(row, "generation"),
                    kind(row),
                    number(row, "from_value"),
                    number(row, "to_value"),
                    Quantity.parse(text(row, "quantity")),
                    unit))
        .list();
  }

  public static String text(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, String.class), column);
  }

  public static long number(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, Long.class), column);
  }

  private static CountKind kind(RowView row) {
    CountKind kind = CountKind.forNumber((int) number(row, "kind"));
    return kind == null ? CountKind.COUNT_KIND_UNSPECIFIED : kind;
  }
}
