package io.millrace.sim.plant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a press stood, longer than {@link #SHORT_MS}. Times are ms since 1970. */
final class Stops {
  /** Kept; the oldest gives way. */
  static final int KEPT_MAX = 10_000;

  /** Shorter stops are nobody's concern. */
  static final long SHORT_MS = 500;

  private final Deque<Stop> stops = new ArrayDeque<>();

  /** Stands from then on; one that stands already goes on standing. */
  void open(long fromMs, int reason, String order) {
    put(fromMs, null, reason, order);
  }

  /** Stood, or will stand, until then at least; what touches the stop before is one with it. */
  void add(long fromMs, long toMs, int reason, String order) {
    put(fromMs, toMs, reason, order);
  }

  /** No longer stands, unless a fault lasts. */
  void close(long nowMs, long faultUntilMs) {
    Stop last = stops.peekLast();
    if (last != null && last.toMs() == null) {
      stops.removeLast();
      stops.add(
          new Stop(last.fromMs(), Math.max(nowMs, faultUntilMs), last.reason(), last.order()));
    }
  }

  /** Those that lasted long enough by now; one that still lasts has no end. */
  List<Stop> told(long nowMs) {
    return stops.stream()
        .filter(stop -> isLong(stop, nowMs))
        .map(stop -> seen(stop, nowMs))
        .toList();
  }

  private static boolean isLong(Stop stop, long nowMs) {
    Long to = stop.toMs();
    return (to == null ? nowMs : Math.min(to, nowMs)) - stop.fromMs() > SHORT_MS;
  }

  private static Stop seen(Stop stop, long nowMs) {
    Long to = stop.toMs();
    return to != null && to > nowMs
        ? new Stop(stop.fromMs(), null, stop.reason(), stop.order())
        : stop;
  }

  private void put(long fromMs, @Nullable Long toMs, int reason, String order) {
    Stop last = stops.peekLast();
    Long before = last == null ? null : last.toMs();
    if (last != null && (before == null || before >= fromMs)) {
      stops.removeLast();
      stops.add(new Stop(last.fromMs(), later(before, toMs), last.reason(), last.order()));
      return;
    }
    stops.add(new Stop(fromMs, toMs, reason, order));
    if (stops.size() > KEPT_MAX) {
      stops.removeFirst();
    }
  }

  private static @Nullable Long later(@Nullable Long one, @Nullable Long other) {
    return one == null || other == null ? null : Long.valueOf(Math.max(one, other));
  }
}
