package io.millrace.edge.derive;

import io.millrace.base.quantity.Quantity;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.CounterState;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.MeasureState;
import io.millrace.v1.MeasureStatus;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.QualityResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples of characteristics. Their numbers, and how far the counter had come at the last one,
 * follow from journalled results and counts: a sample that was due when the agent was killed is
 * taken in the next scan, and none has a number twice. One that is due while value or order cannot
 * be read waits for them. One owner thread.
 */
final class Measures {
  private final Memory memory;
  private final List<MeasureRule> rules;
  private final Map<String, List<MeasureRule>> byCounter = new HashMap<>();
  private final Map<MeasureRule, Long> takenNanos = new HashMap<>();

  Measures(List<MeasureRule> rules, Memory memory) {
    this.memory = memory;
    this.rules = List.copyOf(rules);
    for (MeasureRule rule : rules) {
      if (rule.sampling() instanceof Sampling.Pieces pieces) {
        byCounter.computeIfAbsent(pieces.counter(), key -> new ArrayList<>()).add(rule);
      }
    }
  }

  /** Moves the state by an event that is in the journal. */
  void apply(Event event) {
    if (event.hasProductionCount()) {
      counted(event.getProductionCount());
    } else if (event.hasQualityResult()) {
      taken(event, event.getQualityResult());
    }
  }

  /** A result of that scan is in the journal. */
  void journalled(Event event, Scan scan) {
    for (MeasureRule rule : rules) {
      if (event.hasQualityResult()
          && rule.equipment().equals(event.getEquipment())
          && rule.characteristic().equals(event.getQualityResult().getCharacteristic())) {
        takenNanos.put(rule, scan.observedNanos());
      }
    }
  }

  /** How each characteristic stood at its last sample, as far as it has one. Any thread. */
  List<MeasureStatus> last() {
    return rules.stream().flatMap(rule -> last(rule).stream()).toList();
  }

  private Optional<MeasureStatus> last(MeasureRule rule) {
    MeasureState state = memory.measure(rule.equipment(), rule.characteristic());
    if (state == null || state.getSample() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        MeasureStatus.newBuilder()
            .setEquipment(rule.equipment())
            .setCharacteristic(rule.characteristic())
            .setValue(state.getValue())
            .setUnit(rule.settings().unit())
            .setVerdict(state.getVerdict().name().replace("VERDICT_", ""))
            .setSample(state.getSample())
            .setObservedAt(Times.of(state.getObservedAt()).toString())
            .setLower(text(rule.settings().lower()))
            .setUpper(text(rule.settings().upper()))
            .build());
  }

  /**
   * The result that a scan gives.
   *
   * @param events what the scan gave before; to be journalled before this
   */
  Optional<Event> derive(
      MeasureRule rule,
      Scan scan,
      Map<String, Reading> readings,
      List<Event> events,
      EventDraft draft) {
    Reading reading = readings.get(rule.settings().tag());
    Optional<Quantity> value = rule.value(reading);
    if (value.isEmpty() || !isOrderRead(rule, readings)) {
      return Optional.empty();
    }
    MeasureState before = memory.measure(rule.equipment(), rule.characteristic());
    if (rule.sampling() instanceof Sampling.Pieces pieces) {
      return pieces(pieces, before, events)
          .map(counter -> result(rule, value.get(), before, counter, readings, draft));
    }
    boolean isDue =
        before == null
            || (rule.sampling() instanceof Sampling.Timed timed
                ? isTime(rule, timed, before, scan)
                : !before.getValue().equals(value.get().toString()));
    return isDue
        ? Optional.of(result(rule, value.get(), before, null, readings, draft))
        : Optional.empty();
  }

  private static boolean isOrderRead(MeasureRule rule, Map<String, Reading> readings) {
    String tag = rule.settings().orderTag();
    Reading order = tag == null ? null : readings.get(tag);
    return tag == null || (order != null && order.value() != null);
  }

  /** The counter as it stands after the scan, when it passed the next multiple. */
  private Optional<CounterState> pieces(
      Sampling.Pieces pieces, @Nullable MeasureState before, List<Event> events) {
    CounterState counter = memory.counter(pieces.counter());
    MeasureState state = before;
    for (Event event : events) {
      if (event.hasProductionCount()
          && event.getProductionCount().getCounter().equals(pieces.counter())) {
        ProductionCount count = event.getProductionCount();
        state = after(pieces, state, count);
        counter =
            CounterState.newBuilder().setCounter(count.getCounter()).setTo(count.getTo()).build();
      }
    }
    if (counter == null || state == null) {
      return Optional.empty();
    }
    boolean isDue =
        state.getDue()
            || !state.getCounter().equals(pieces.counter())
            || state.getCount() > counter.getTo()
            || pieces.passed(state.getCount(), counter.getTo());
    return isDue ? Optional.of(counter) : Optional.empty();
  }

  private boolean isTime(MeasureRule rule, Sampling.Timed timed, MeasureState before, Scan scan) {
    Long taken = takenNanos.get(rule);
    if (taken != null) {
      return scan.observedNanos() - taken >= timed.every().toNanos();
    }
    Duration wall = Duration.between(Times.of(before.getObservedAt()), scan.observedAt());
    return wall.isNegative() || wall.compareTo(timed.every()) >= 0;
  }

  private static Event result(
      MeasureRule rule,
      Quantity value,
      @Nullable MeasureState before,
      @Nullable CounterState counter,
      Map<String, Reading> readings,
      EventDraft draft) {
    MeasureSettings settings = rule.settings();
    QualityResult.Builder result =
        QualityResult.newBuilder()
            .setCharacteristic(rule.characteristic())
            .setValue(value.toString())
            .setUnit(settings.unit())
            .setLower(text(settings.lower()))
            .setUpper(text(settings.upper()))
            .setVerdict(rule.verdict(value))
            .setSample(before == null ? 1 : before.getSample() + 1);
    if (counter != null) {
      result.setCounter(counter.getCounter()).setCount(counter.getTo());
    }
    Event.Builder event =
        draft
            .begin(rule.equipment(), List.copyOf(settings.tags()), quality(settings, readings))
            .setQualityResult(result);
    String order = Sight.text(settings.orderTag(), readings);
    if (!order.isEmpty()) {
      event.getKeysBuilder().setOrder(order);
    }
    return event.build();
  }

  private static io.millrace.v1.Quality quality(
      MeasureSettings settings, Map<String, Reading> readings) {
    boolean isUncertain =
        settings.tags().stream()
            .map(readings::get)
            .anyMatch(reading -> reading != null && reading.quality() == Quality.UNCERTAIN);
    return isUncertain
        ? io.millrace.v1.Quality.QUALITY_UNCERTAIN
        : io.millrace.v1.Quality.QUALITY_GOOD;
  }

  private static String text(@Nullable BigDecimal limit) {
    return limit == null ? "" : new Quantity(limit).toString();
  }

  /**
   * By the rules of today, in replay too. That cannot matter for the numbers, which follow from
   * results alone; a characteristic that is sampled anew, or by another counter, at most has its
   * first sample at once.
   */
  private void counted(ProductionCount count) {
    for (MeasureRule rule : byCounter.getOrDefault(count.getCounter(), List.of())) {
      if (rule.sampling() instanceof Sampling.Pieces pieces) {
        MeasureState before = memory.measure(rule.equipment(), rule.characteristic());
        MeasureState after = after(pieces, before, count);
        if (!after.equals(before)) {
          memory.measured(
              after.toBuilder()
                  .setEquipment(rule.equipment())
                  .setCharacteristic(rule.characteristic())
                  .build());
        }
      }
    }
  }

  /**
   * Where samples stand after a count: they begin to follow a counter where it is first seen, and
   * start over with its generation, with what was due still due.
   */
  private static MeasureState after(
      Sampling.Pieces pieces, @Nullable MeasureState before, ProductionCount count) {
    boolean opens = count.getStart() != GenerationStart.GENERATION_START_UNSPECIFIED;
    if (before != null && !opens) {
      return before;
    }
    MeasureState.Builder after =
        before == null
            ? MeasureState.newBuilder().setCounter(count.getCounter())
            : before.toBuilder();
    if (before != null
        && !count.getPreviousGeneration().isEmpty()
        && pieces.passed(before.getCount(), count.getPreviousTo())) {
      after.setDue(true);
    }
    return after.setCount(count.getFrom()).build();
  }

  private void taken(Event event, QualityResult result) {
    memory.measured(
        MeasureState.newBuilder()
            .setEquipment(event.getEquipment())
            .setCharacteristic(result.getCharacteristic())
            .setSample(result.getSample())
            .setCounter(result.getCounter())
            .setCount(result.getCount())
            .setObservedAt(event.getObservedAt())
            .setValue(result.getValue())
            .setVerdict(result.getVerdict())
            .build());
  }
}
