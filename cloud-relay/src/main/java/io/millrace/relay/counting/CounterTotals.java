package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Adds up in memory within one transaction, and writes each row once. On the writer thread. */
final class CounterTotals {
  private final Handle handle;
  private final Map<List<String>, ChainSum> changed = new HashMap<>();

  CounterTotals(Handle handle) {
    this.handle = handle;
  }

  void add(Count count, Piece piece) {
    if (piece.rule() == CountRule.REPEATED) {
      return;
    }
    Quantity quantity = count.quantity(piece.length());
    add(count, quantity, piece.rule().isWithheld() ? quantity : Quantity.ZERO);
  }

  /** A flow withheld what the chain had passed. */
  void withhold(Count count, Piece piece) {
    add(count, Quantity.ZERO, count.quantity(piece.length()));
  }

  private void add(Count count, Quantity logged, Quantity withheld) {
    List<String> key = List.of(count.plant(), count.counter(), count.order());
    ChainSum before =
        changed.computeIfAbsent(key, absent -> find(key).orElseGet(() -> none(count)));
    changed.put(key, before.plus(logged, withheld));
  }

  /** A person released a stretch to that order: from now on it counts as logged there. */
  static void release(Handle handle, Withheld stretch, String order) {
    CounterTotals totals = new CounterTotals(handle);
    Quantity less = stretch.quantity().times(-1);
    boolean stays = stretch.order().equals(order);
    totals.shift(stretch, stretch.order(), stays ? Quantity.ZERO : less, less);
    if (!stays) {
      totals.shift(stretch, order, stretch.quantity(), Quantity.ZERO);
    }
    totals.flush();
  }

  /** What passed is withheld for good. */
  static void giveUp(Handle handle, GivenUpCount count) {
    CounterTotals totals = new CounterTotals(handle);
    List<String> key = List.of(count.plant(), count.counter(), count.order());
    ChainSum none =
        new ChainSum(
            count.plant(),
            count.counter(),
            count.order(),
            count.kind(),
            count.equipment(),
            Quantity.ZERO,
            Quantity.ZERO);
    ChainSum before = totals.find(key).orElse(none);
    totals.changed.put(key, before.plus(Quantity.ZERO, count.quantity()));
    totals.flush();
  }

  private void shift(Withheld stretch, String order, Quantity logged, Quantity withheld) {
    List<String> key = List.of(stretch.plant(), stretch.counter(), order);
    ChainSum none =
        new ChainSum(
            stretch.plant(),
            stretch.counter(),
            order,
            stretch.kind(),
            stretch.equipment(),
            Quantity.ZERO,
            Quantity.ZERO);
    changed.put(key, find(key).orElse(none).plus(logged, withheld));
  }

  void flush() {
    changed.values().forEach(this::save);
    changed.clear();
  }

  static List<ChainSum> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM counter_total ORDER BY plant, counter, order_name")
        .map(CounterTotals::sum)
        .list();
  }

  private static ChainSum none(Count count) {
    return new ChainSum(
        count.plant(),
        count.counter(),
        count.order(),
        count.kind(),
        count.equipment(),
        Quantity.ZERO,
        Quantity.ZERO);
  }

  private Optional<ChainSum> find(List<String> key) {
    return handle
        .createQuery(
            "SELECT * FROM counter_total WHERE plant = ? AND counter = ? AND order_name = ?")
        .bind(0, key.get(0))
        .bind(1, key.get(1))
        .bind(2, key.get(2))
        .map(CounterTotals::sum)
        .findOne();
  }

  private void save(ChainSum sum) {
    handle.execute(
        "INSERT OR REPLACE INTO counter_total (plant, counter, order_name, kind, equipment, logged,"
            + " withheld) VALUES (?, ?, ?, ?, ?, ?, ?)",
        sum.plant(),
        sum.counter(),
        sum.order(),
        sum.kind().getNumber(),
        sum.equipment(),
        sum.logged().toString(),
        sum.withheld().toString());
  }

  private static ChainSum sum(RowView row) {
    return new ChainSum(
        ChainRows.text(row, "plant"),
        ChainRows.text(row, "counter"),
        ChainRows.text(row, "order_name"),
        ChainRows.kind(row),
        ChainRows.text(row, "equipment"),
        Quantity.parse(ChainRows.text(row, "logged")),
        Quantity.parse(ChainRows.text(row, "withheld")));
  }
}
