package io.millrace.relay.flow.window;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.relay.store.Columns;
import io.millrace.v1.CountKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * What has been confirmed per order by one effect, exact at each commit: kept in a row, which is
 * made by adding up all confirmed postings when it is first asked for. On the writer thread.
 */
public final class Sums {
  private static final String KEY =
      "target = ? AND operation = ? AND effect = ? AND order_name = ? AND unit = ?";
  private static final CountKind[] KINDS = {
    CountKind.COUNT_KIND_GOOD,
    CountKind.COUNT_KIND_SCRAP,
    CountKind.COUNT_KIND_REWORK,
    CountKind.COUNT_KIND_TOTAL
  };

  private final Postings postings;

  public Sums(Postings postings) {
    this.postings = postings;
  }

  /** Adds a posting that has just been confirmed to the row of its order, if there is one. */
  public void add(Handle handle, Posting posting) {
    List<Range> ranges = postings.ranges(handle, posting.id());
    if (ranges.isEmpty()) {
      return;
    }
    String unit = ranges.get(0).unit();
    find(handle, posting, unit)
        .ifPresent(
            sums -> {
              ranges.forEach(range -> sums.merge(range.kind(), range.quantity(), Quantity::plus));
              save(handle, posting, unit, sums);
            });
  }

  /** Sums of all confirmed postings of that one's effect and order, in that unit. */
  public Map<CountKind, Quantity> of(Handle handle, Posting posting, String unit) {
    Optional<Map<CountKind, Quantity>> known = find(handle, posting, unit);
    if (known.isPresent()) {
      return known.get();
    }
    Map<CountKind, Quantity> sums = counted(handle, posting, unit);
    save(handle, posting, unit, sums);
    return sums;
  }

  /** Forgets the sums of an effect, which are then added up anew. */
  public static void forget(Handle handle, Posting posting) {
    handle.execute(
        "DELETE FROM flow_confirmed WHERE target = ? AND operation = ? AND effect = ?"
            + " AND order_name = ?",
        posting.target(),
        posting.operation(),
        posting.effect(),
        posting.order());
  }

  private static Map<CountKind, Quantity> counted(Handle handle, Posting posting, String unit) {
    Map<CountKind, Quantity> sums = new EnumMap<>(CountKind.class);
    handle
        .createQuery(
            "SELECT r.kind, r.quantity FROM posting p JOIN posting_range r ON r.posting = p.id"
                + " WHERE p.order_name = ? AND p.target = ? AND p.operation = ? AND p.effect = ?"
                + " AND p.state = 'CONFIRMED' AND p.undo_of IS NULL AND r.unit = ?")
        .bind(0, posting.order())
        .bind(1, posting.target())
        .bind(2, posting.operation())
        .bind(3, posting.effect())
        .bind(4, unit)
        .map(
            row ->
                Map.entry(
                    kind((int) Columns.number(row, "kind")),
                    Quantity.parse(Columns.text(row, "quantity"))))
        .forEach(each -> sums.merge(each.getKey(), each.getValue(), Quantity::plus));
    return sums;
  }

  private static CountKind kind(int number) {
    CountKind kind = CountKind.forNumber(number);
    return kind == null ? CountKind.UNRECOGNIZED : kind;
  }

  private static Optional<Map<CountKind, Quantity>> find(
      Handle handle, Posting posting, String unit) {
    return handle
        .createQuery("SELECT good, scrap, rework, total FROM flow_confirmed WHERE " + KEY)
        .bind(0, posting.target())
        .bind(1, posting.operation())
        .bind(2, posting.effect())
        .bind(3, posting.order())
        .bind(4, unit)
        .map(Sums::sums)
        .findOne();
  }

  private static Map<CountKind, Quantity> sums(RowView row) {
    Map<CountKind, Quantity> sums = new EnumMap<>(CountKind.class);
    String[] columns = {"good", "scrap", "rework", "total"};
    for (int i = 0; i < KINDS.length; i++) {
      sums.put(KINDS[i], Quantity.parse(Columns.text(row, columns[i])));
    }
    return sums;
  }

  private static void save(
      Handle handle, Posting posting, String unit, Map<CountKind, Quantity> sums) {
    handle.execute(
        "INSERT OR REPLACE INTO flow_confirmed (target, operation, effect, order_name, unit, good,"
            + " scrap, rework, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        posting.target(),
        posting.operation(),
        posting.effect(),
        posting.order(),
        unit,
        text(sums, 0),
        text(sums, 1),
        text(sums, 2),
        text(sums, 3));
  }

  private static String text(Map<CountKind, Quantity> sums, int kind) {
    return sums.getOrDefault(KINDS[kind], Quantity.ZERO).toString();
  }
}
