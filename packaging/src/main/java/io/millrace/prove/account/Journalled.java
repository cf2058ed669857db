package io.millrace.prove.account;

import com.google.protobuf.Timestamp;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Pieces;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts and gaps that an agent's journal holds, in the order in which they were journalled. */
public record Journalled(List<Event> counts, List<Event> gaps) {

  public Journalled {
    counts = List.copyOf(counts);
    gaps = List.copyOf(gaps);
  }

  /**
   * Whether gaps of all tags of that source that have ended say, one after the other, that nothing
   * was known in all that time.
   */
  public boolean isGap(String source, Instant from, Instant to) {
    List<Gap> ended =
        gaps.stream()
            .filter(event -> event.getOrigin().getSource().equals(source))
            .map(Event::getGap)
            .filter(gap -> gap.hasTo() && gap.getTagsCount() == 0 && gap.getStream().isEmpty())
            .sorted(Comparator.comparing(gap -> instant(gap.getFrom())))
            .toList();
    Instant told = from;
    for (Gap gap : ended) {
      boolean isNext = !instant(gap.getFrom()).isAfter(told);
      told = isNext && instant(gap.getTo()).isAfter(told) ? instant(gap.getTo()) : told;
    }
    return told.isAfter(from) && !told.isBefore(to);
  }

  /** Pieces per machine and order. */
  public Ledger ledger() {
    return sum(counts);
  }

  /** Pieces whose order may be the one before or the one after a change. */
  public Ledger flagged() {
    return sum(
        counts.stream()
            .filter(
                event ->
                    event
                        .getProductionCount()
                        .getFlagsList()
                        .contains(CountFlag.COUNT_FLAG_ORDER_CHANGED))
            .toList());
  }

  /**
   * Where a counter's chain is broken, in words; empty when each count begins where the one before
   * ended, and each generation names the end of the one before.
   */
  public List<String> breaks() {
    Map<String, ProductionCount> last = new HashMap<>();
    List<String> breaks = new ArrayList<>();
    for (Event event : counts) {
      ProductionCount count = event.getProductionCount();
      ProductionCount before = last.put(count.getCounter(), count);
      if (before != null && !continues(before, count)) {
        breaks.add(
            "%s: %s %d..%d after %s %d..%d"
                .formatted(
                    count.getCounter(),
                    count.getGeneration(),
                    count.getFrom(),
                    count.getTo(),
                    before.getGeneration(),
                    before.getFrom(),
                    before.getTo()));
      }
    }
    return breaks;
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static boolean continues(ProductionCount before, ProductionCount count) {
    if (count.getStart() == GenerationStart.GENERATION_START_UNSPECIFIED) {
      return count.getGeneration().equals(before.getGeneration())
          && count.getFrom() == before.getTo();
    }
    return count.getStart() == GenerationStart.GENERATION_START_RESET
        && count.getPreviousGeneration().equals(before.getGeneration())
        && count.getPreviousTo() == before.getTo();
  }

  private static Ledger sum(List<Event> events) {
    Map<Ledger.Key, Pieces> sum = new HashMap<>();
    for (Event event : events) {
      ProductionCount count = event.getProductionCount();
      String equipment = event.getEquipment();
      sum.merge(
          new Ledger.Key(
              equipment.substring(equipment.lastIndexOf('/') + 1), event.getKeys().getOrder()),
          pieces(count),
          Pieces::plus);
    }
    return Ledger.EMPTY.plus(sum);
  }

  private static Pieces pieces(ProductionCount count) {
    long whole = new BigDecimal(count.getQuantity()).longValueExact();
    return count.getKind() == CountKind.COUNT_KIND_SCRAP
        ? new Pieces(0, whole)
        : new Pieces(whole, 0);
  }
}
