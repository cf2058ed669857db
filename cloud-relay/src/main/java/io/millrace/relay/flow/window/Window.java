package io.millrace.relay.flow.window;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.counting.Count;
import io.millrace.relay.counting.Piece;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What gathers for the next posting of one flow, machine and order. One owner thread. */
public final class Window {
  public static final long NOT_STORED = 0;

  public final long id;
  public final WindowKey key;
  public final String unit;
  public final String businessDate;
  public final Instant openedAt;
  private final Positions members;
  private final List<Range> ranges = new ArrayList<>();

  public Window(
      long id,
      WindowKey key,
      String unit,
      String businessDate,
      Instant openedAt,
      Positions members,
      List<Range> ranges) {
    this.id = id;
    this.key = key;
    this.unit = unit;
    this.businessDate = businessDate;
    this.openedAt = openedAt;
    this.members = members;
    this.ranges.addAll(ranges);
  }

  public static Window open(WindowKey key, Count count, String businessDate, Instant now) {
    return new Window(NOT_STORED, key, count.unit(), businessDate, now, new Positions(), List.of());
  }

  /** Why the count cannot join; null when it can. */
  public @Nullable ClosedBy refusal(Count count, String date) {
    if (!count.unit().equals(unit)) {
      return ClosedBy.UNIT_CHANGE;
    }
    if (!date.equals(businessDate)) {
      return ClosedBy.DATE_CHANGE;
    }
    boolean other =
        ranges.stream()
            .anyMatch(
                range ->
                    range.counter().equals(count.counter())
                        && !range.generation().equals(count.generation()));
    return other ? ClosedBy.GENERATION_CHANGE : null;
  }

  /** Takes a piece in. */
  public void add(Count count, Piece piece) {
    add(
        new Range(
            count.counter(),
            count.generation(),
            count.kind(),
            piece.from(),
            piece.to(),
            count.quantity(piece.length()),
            unit),
        count.position());
  }

  /** Takes a range in, which prolongs one that it continues; position 0 is no event. */
  public void add(Range range, long position) {
    if (position > 0) {
      members.add(position);
    }
    for (int i = 0; i < ranges.size(); i++) {
      if (continues(ranges.get(i), range)) {
        ranges.set(i, joined(ranges.get(i), range));
        return;
      }
    }
    ranges.add(range);
  }

  private static Range joined(Range before, Range range) {
    return new Range(
        before.counter(),
        before.generation(),
        before.kind(),
        before.from(),
        range.to(),
        before.quantity().plus(range.quantity()),
        before.unit());
  }

  private static boolean continues(Range before, Range range) {
    return before.to() == range.from()
        && before.counter().equals(range.counter())
        && before.generation().equals(range.generation())
        && before.kind() == range.kind();
  }

  /** Sorted by counter, generation and beginning. */
  public List<Range> ranges() {
    return ranges.stream()
        .sorted(
            Comparator.comparing(Range::counter)
                .thenComparing(Range::generation)
                .thenComparingLong(Range::from))
        .toList();
  }

  public Positions members() {
    return members;
  }

  /** Register steps in it; pieces that a total counter counts again are not counted twice. */
  public long pieces() {
    long total = steps(true);
    return Math.max(total, steps(false));
  }

  private long steps(boolean ofTotals) {
    return ranges.stream()
        .filter(range -> (range.kind() == CountKind.COUNT_KIND_TOTAL) == ofTotals)
        .mapToLong(range -> range.to() - range.from())
        .sum();
  }

  /** Sums by kind of counter. */
  public static Map<CountKind, Quantity> sums(List<Range> ranges) {
    Map<CountKind, Quantity> sums = new EnumMap<>(CountKind.class);
    ranges.forEach(range -> sums.merge(range.kind(), range.quantity(), Quantity::plus));
    return sums;
  }
}
