package io.millrace.relay.flow;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.counting.GivenUpCount;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.posting.Range;
import io.millrace.v1.ProductionCount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Accounts for counts whose run ends before a document carried them: each stretch of its window is
 * written down as given up, by the event that counted it. On the writer thread.
 */
final class GivingUp {
  /** Positions whose events one query reads. */
  static final int PAGE_MAX = 1_000;

  private final Chains chains;
  private final EventLog log;

  GivingUp(Chains chains, EventLog log) {
    this.chains = chains;
    this.log = log;
  }

  /** Gives up the counts that the run still keeps; those of a run that keeps none are carried. */
  void keptBy(Handle handle, Running running) {
    Window window = running.content().kept(running.run());
    if (window != null) {
      of(handle, window);
      running.content().letGo();
    }
  }

  /** Gives up all that is in the window. */
  void of(Handle handle, Window window) {
    List<LoggedEvent> events = events(handle, window.members().all());
    for (Range range : window.ranges()) {
      give(handle, window, range, ofRange(events, range));
    }
  }

  private List<LoggedEvent> events(Handle handle, List<Long> positions) {
    List<LoggedEvent> events = new ArrayList<>();
    for (int from = 0; from < positions.size(); from += PAGE_MAX) {
      int to = Math.min(from + PAGE_MAX, positions.size());
      events.addAll(log.at(handle, positions.subList(from, to)));
    }
    return events;
  }

  private static List<LoggedEvent> ofRange(List<LoggedEvent> events, Range range) {
    return events.stream()
        .filter(logged -> count(logged).getCounter().equals(range.counter()))
        .filter(logged -> count(logged).getGeneration().equals(range.generation()))
        .sorted(Comparator.comparingLong(logged -> count(logged).getFrom()))
        .toList();
  }

  /** Each step of the range once: by its event, or as a hole where no event counted it. */
  private void give(Handle handle, Window window, Range range, List<LoggedEvent> events) {
    long at = range.from();
    for (LoggedEvent logged : events) {
      long from = Math.max(at, count(logged).getFrom());
      long to = Math.min(range.to(), count(logged).getTo());
      if (to > from) {
        give(handle, window, range, at, from, null);
        give(handle, window, range, from, to, logged);
        at = to;
      }
    }
    give(handle, window, range, at, range.to(), null);
  }

  private void give(
      Handle handle, Window window, Range range, long from, long to, @Nullable LoggedEvent logged) {
    if (to <= from) {
      return;
    }
    chains.giveUp(
        handle,
        new GivenUpCount(
            window.key.plant(),
            range.counter(),
            range.generation(),
            range.kind(),
            from,
            to,
            logged == null ? factor(range) : Quantity.parse(count(logged).getFactor()),
            logged == null ? 0 : logged.position(),
            logged == null ? "" : logged.event().getId(),
            window.key.flow(),
            window.key.equipment(),
            window.key.order(),
            range.unit()));
  }

  /** What a step amounts to on the average: exact unless its factor changed within the range. */
  private static Quantity factor(Range range) {
    BigDecimal steps = BigDecimal.valueOf(range.to() - range.from());
    return new Quantity(range.quantity().value().divide(steps, 6, RoundingMode.HALF_EVEN));
  }

  private static ProductionCount count(LoggedEvent logged) {
    return logged.event().getProductionCount();
  }
}
