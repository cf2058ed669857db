package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.store.Columns;
import io.millrace.relay.store.PlainStatement;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Sums per plant, counter and order, so that nobody adds up all postings to know them. */
public final class Totals {
  private static final int MICRO_DIGITS = 6;

  private static final String ADD =
      "INSERT INTO posting_total (plant, counter, order_name, planned, planned_micros, confirmed,"
          + " confirmed_micros) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (plant, counter,"
          + " order_name) DO UPDATE SET planned = planned + excluded.planned, planned_micros ="
          + " planned_micros + excluded.planned_micros, confirmed = confirmed + excluded.confirmed,"
          + " confirmed_micros = confirmed_micros + excluded.confirmed_micros";

  private Totals() {}

  /** Of a new posting. */
  static void plan(Handle handle, String plant, String order, List<Range> ranges) {
    add(handle, plant, order, ranges, true);
  }

  /** Of a posting whose document is known. */
  public static void confirm(Handle handle, String plant, String order, List<Range> ranges) {
    add(handle, plant, order, ranges, false);
  }

  static List<CounterSum> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM posting_total ORDER BY plant, counter, order_name")
        .map(Totals::sum)
        .list();
  }

  /** Once per counter, however many ranges of it there are. */
  private static void add(
      Handle handle, String plant, String order, List<Range> ranges, boolean planned) {
    Map<String, Quantity> sums = new TreeMap<>();
    ranges.forEach(range -> sums.merge(range.counter(), range.quantity(), Quantity::plus));
    sums.forEach((counter, sum) -> add(handle, plant, order, counter, sum, planned));
  }

  private static void add(
      Handle handle, String plant, String order, String counter, Quantity sum, boolean planned) {
    Quantity confirmed = planned ? Quantity.ZERO : sum;
    Quantity asked = planned ? sum : Quantity.ZERO;
    PlainStatement.of(handle, ADD)
        .text(plant)
        .text(counter)
        .text(order)
        .number(whole(asked))
        .number(micros(asked))
        .number(whole(confirmed))
        .number(micros(confirmed))
        .run();
  }

  private static long whole(Quantity quantity) {
    return quantity.value().longValue();
  }

  private static long micros(Quantity quantity) {
    return quantity.value().remainder(BigDecimal.ONE).movePointRight(MICRO_DIGITS).longValueExact();
  }

  private static Quantity quantity(RowView row, String column) {
    BigDecimal whole = BigDecimal.valueOf(Columns.number(row, column));
    BigDecimal micros = BigDecimal.valueOf(Columns.number(row, column + "_micros"), MICRO_DIGITS);
    return new Quantity(whole.add(micros));
  }

  private static CounterSum sum(RowView row) {
    return new CounterSum(
        Columns.text(row, "plant"),
        Columns.text(row, "counter"),
        Columns.text(row, "order_name"),
        quantity(row, "planned"),
        quantity(row, "confirmed"));
  }
}
