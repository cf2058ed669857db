package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Sums per counter and order, so that nobody adds up all postings to know them. */
final class Totals {
  private Totals() {}

  static void plan(Handle handle, String order, List<Range> ranges) {
    ranges.forEach(range -> add(handle, range.counter(), order, range.quantity(), Quantity.ZERO));
  }

  static void confirm(Handle handle, String order, List<Range> ranges) {
    ranges.forEach(range -> add(handle, range.counter(), order, Quantity.ZERO, range.quantity()));
  }

  static List<CounterSum> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM posting_total ORDER BY counter, order_name")
        .map(Totals::sum)
        .list();
  }

  private static void add(
      Handle handle, String counter, String order, Quantity planned, Quantity confirmed) {
    Optional<CounterSum> before =
        handle
            .createQuery("SELECT * FROM posting_total WHERE counter = ? AND order_name = ?")
            .bind(0, counter)
            .bind(1, order)
            .map(Totals::sum)
            .findOne();
    handle.execute(
        "INSERT INTO posting_total (counter, order_name, planned, confirmed) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (counter, order_name)"
            + " DO UPDATE SET planned = excluded.planned, confirmed = excluded.confirmed",
        counter,
        order,
        before.map(CounterSum::planned).orElse(Quantity.ZERO).plus(planned).toString(),
        before.map(CounterSum::confirmed).orElse(Quantity.ZERO).plus(confirmed).toString());
  }

  private static CounterSum sum(RowView row) {
    return new CounterSum(
        text(row, "counter"),
        text(row, "order_name"),
        Quantity.parse(text(row, "planned")),
        Quantity.parse(text(row, "confirmed")));
  }

  private static String text(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, String.class));
  }
}
