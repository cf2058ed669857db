package io.millrace.edge.derive;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CounterState;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.Quality;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chain of one counter, by rule J4. Pure: state in, event out. */
final class Counting {
  private final CounterRule rule;

  Counting(CounterRule rule) {
    this.rule = rule;
  }

  /**
   * What a sight of the counter tells, nothing when nothing changed. {@code elapsed} is at least
   * the time between the two looks at the register, {@code unobserved} that between the two
   * readings.
   */
  Optional<Event> derive(
      Sight sight,
      @Nullable CounterState before,
      Duration elapsed,
      Duration unobserved,
      EventDraft draft) {
    if (before == null || before.getGeneration().isEmpty()) {
      return Optional.of(
          open(GenerationStart.GENERATION_START_BASELINE, sight, before, sight.raw(), draft));
    }
    long allowed = rule.settings().maxRate().within(elapsed);
    long step = step(sight, before, allowed);
    if (step < 0) {
      return Optional.of(reset(sight, before, allowed, unobserved, draft));
    }
    if (step == 0 && !orderChanged(sight, before)) {
      return Optional.empty();
    }
    return Optional.of(advance(sight, before, step, allowed, draft));
  }

  /** How far the register went on, or below 0 when it was reset. */
  private long step(Sight sight, CounterState before, long allowed) {
    Long marker = sight.marker();
    if (marker != null && before.hasResetMarker() && marker != before.getResetMarker()) {
      return -1;
    }
    long difference = sight.raw() - before.getRaw();
    if (difference >= 0) {
      return difference;
    }
    long modular = difference + rule.modulus();
    return modular >= 0 && modular <= allowed ? modular : -1;
  }

  private Event advance(
      Sight sight, CounterState before, long step, long allowed, EventDraft draft) {
    ProductionCount.Builder count =
        body(sight, before)
            .setGeneration(before.getGeneration())
            .setFrom(before.getTo())
            .setTo(Math.addExact(before.getTo(), step))
            .setFromRaw(before.getRaw());
    if (step > 0 && allowed >= rule.modulus()) {
      count.addFlags(CountFlag.COUNT_FLAG_UNCERTAIN);
    }
    return event(sight, before, count, step, draft);
  }

  private Event reset(
      Sight sight, CounterState before, long allowed, Duration unobserved, EventDraft draft) {
    long from = Math.min(rule.settings().resetToOrZero(), sight.raw());
    Event opened = open(GenerationStart.GENERATION_START_RESET, sight, before, from, draft);
    ProductionCount.Builder count =
        opened.getProductionCount().toBuilder()
            .setUnobservedMs(Math.max(0, unobserved.toMillis()))
            .addFlags(CountFlag.COUNT_FLAG_UNOBSERVED_BEFORE_RESET);
    long pieces = sight.raw() - from;
    if (pieces > allowed || (pieces > 0 && orderChanged(sight, before))) {
      count.addFlags(CountFlag.COUNT_FLAG_UNCERTAIN);
    }
    return opened.toBuilder().setProductionCount(count).build();
  }

  private Event open(
      GenerationStart start,
      Sight sight,
      @Nullable CounterState before,
      long from,
      EventDraft draft) {
    ProductionCount.Builder count =
        body(sight, before).setStart(start).setFrom(from).setTo(sight.raw()).setFromRaw(from);
    if (before != null) {
      count.setPreviousGeneration(before.getGeneration()).setPreviousTo(before.getTo());
    }
    Event event = event(sight, before, count, sight.raw() - from, draft);
    return event.toBuilder()
        .setProductionCount(event.getProductionCount().toBuilder().setGeneration(event.getId()))
        .build();
  }

  private ProductionCount.Builder body(Sight sight, @Nullable CounterState before) {
    CounterSettings settings = rule.settings();
    ProductionCount.Builder count =
        ProductionCount.newBuilder()
            .setCounter(settings.id())
            .setKind(settings.kind().wire())
            .setToRaw(sight.raw())
            .setFactor(settings.factorOrOne().toString())
            .setUnit(settings.unitOrPiece());
    if (sight.marker() != null) {
      count.setResetMarker(sight.marker());
    }
    if (before != null && orderChanged(sight, before)) {
      count
          .addFlags(CountFlag.COUNT_FLAG_ORDER_CHANGED)
          .setOrderAfter(sight.order())
          .setOrderBefore(before.getOrder());
    }
    if (sight.split()) {
      count.addFlags(CountFlag.COUNT_FLAG_SPLIT_READ);
    }
    return count;
  }

  private Event event(
      Sight sight,
      @Nullable CounterState before,
      ProductionCount.Builder count,
      long pieces,
      EventDraft draft) {
    Quantity quantity = rule.settings().factorOrOne().times(pieces);
    Quantity total = before == null ? Quantity.ZERO : Quantity.parse(before.getTotal());
    Event.Builder event =
        draft
            .begin(
                rule.equipment(),
                List.copyOf(rule.settings().tags()),
                sight.uncertain() ? Quality.QUALITY_UNCERTAIN : Quality.QUALITY_GOOD)
            .setProductionCount(
                count.setQuantity(quantity.toString()).setTotal(total.plus(quantity).toString()));
    boolean continues = count.getStart() == GenerationStart.GENERATION_START_UNSPECIFIED;
    event.getKeysBuilder().setOrder(continues ? attributed(sight, before, pieces) : sight.order());
    return event.build();
  }

  /**
   * Whose pieces they are; with none to give, the order that begins. What a new generation counted
   * is not asked here: it is the order's that is read with it, since the one before can have ended
   * before the reset.
   */
  private String attributed(Sight sight, @Nullable CounterState before, long pieces) {
    if (before == null || before.getGeneration().isEmpty() || pieces == 0) {
      return sight.order();
    }
    return rule.settings().orderChange() == OrderChange.PREVIOUS
        ? before.getOrder()
        : sight.order();
  }

  private static boolean orderChanged(Sight sight, CounterState before) {
    return !before.getGeneration().isEmpty() && !sight.order().equals(before.getOrder());
  }
}
