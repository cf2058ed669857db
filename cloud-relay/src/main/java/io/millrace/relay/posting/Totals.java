package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Sums per counter and order, so that nobody adds up all postings to know them. */
final class Totals {
  private static final int MICRO_DIGITS = 6;

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
    handle.execute(
        "INSERT INTO posting_total (counter, order_name, planned, planned_micros, confirmed,"
            + " confirmed_micros) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (counter, order_name)"
            + " DO UPDATE SET planned = planned + excluded.planned,"
            + " planned_micros = planned_micros + excluded.planned_micros,"
            + " confirmed = confirmed + excluded.confirmed,"
            + " confirmed_micros = confirmed_micros + excluded.confirmed_micros",
        counter,
        order,
        whole(planned),
        micros(planned),
        whole(confirmed),
        micros(confirmed));
  }

  private static long whole(Quantity quantity) {
    return quantity.value().longValue();
  }

  private static long micros(Quantity quantity) {
    return quantity.value().remainder(BigDecimal.ONE).movePointRight(MICRO_DIGITS).longValueExact();
  }

  private static Quantity quantity(RowView row, String column) {
    BigDecimal whole = BigDecimal.valueOf(number(row, column));
    BigDecimal micros = BigDecimal.valueOf(number(row, column + "_micros"), MICRO_DIGITS);
    return new Quantity(whole.add(micros));
  }

  private static CounterSum sum(RowView row) {
    return new CounterSum(
        Objects.requireNonNull(row.getColumn("counter", String.class)),
        Objects.requireNonNull(row.getColumn("order_name", String.class)),
        quantity(row, "planned"),
        quantity(row, "confirmed"));
  }

  private static long number(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, Long.class));
  }
}
