package io.millrace.edge.derive;

import io.millrace.base.config.Rate;
import io.millrace.base.id.Ids;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One press on the bench: scans are made by hand, derived, journalled into a list, and the
 * derivations can be started anew from any earlier checkpoint.
 */
final class Bench {
  static final String PLANT = "acme/graz";
  static final String SOURCE = "press-1";
  static final Duration POLL = Duration.ofMillis(200);

  final List<Event> journal = new ArrayList<>();
  Rules rules;
  Derivations derivations;
  Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  long nanos = 1_000_000_000L;
  int given;

  Bench(CounterRule... counters) {
    this(new Rules(PLANT, List.of(counters), List.of(), List.of()));
  }

  Bench(Rules rules) {
    this.rules = rules;
    this.derivations = new Derivations(rules, ids());
  }

  /** Counts at most 60 pieces per second, order in tag order, marker in tag marker. */
  static CounterRule counter(String id, String tag, long modulus, OrderChange change) {
    CounterSettings settings =
        new CounterSettings(
            id,
            "press-shop/line-1/press-1",
            SOURCE,
            tag,
            CounterKind.GOOD,
            modulus,
            Rate.parse("60/s"),
            null,
            null,
            "order",
            "marker",
            null,
            change);
    return CounterRule.of(PLANT, settings, modulus, POLL);
  }

  static CounterRule good() {
    return counter("press-1.good", "good", 65_536, OrderChange.PREVIOUS);
  }

  Ids ids() {
    return new Ids() {
      @Override
      public String uuid() {
        return "event-%06d".formatted(++given);
      }

      @Override
      public String trace() {
        return "trace-" + given;
      }
    };
  }

  void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  Scan scan(Reading... readings) {
    return new Scan(SOURCE, wall, wall, nanos, nanos, List.of(readings));
  }

  /** One poll later: derives and journals all. */
  List<Event> see(Reading... readings) {
    pass(POLL);
    return take(scan(readings));
  }

  /** The only counter as read with that order and marker, one poll later; counts only. */
  List<ProductionCount> see(long good, String order, long marker) {
    return counts(see(whole("good", good), text("order", order), whole("marker", marker)));
  }

  List<Event> take(Scan scan) {
    List<Event> events = derivations.take(scan);
    for (Event event : events) {
      journal.add(event);
      derivations.journalled(event, scan);
    }
    derivations.done(scan);
    return events;
  }

  /** Kill and start: what was journalled after the checkpoint is replayed. */
  void restart(byte[] checkpoint, int journalledBefore) {
    derivations = new Derivations(rules, ids());
    derivations.restore(checkpoint);
    journal.subList(journalledBefore, journal.size()).stream()
        .filter(event -> !event.hasTelemetry())
        .forEach(event -> derivations.replay(event.toByteArray()));
  }

  static List<ProductionCount> counts(List<Event> events) {
    return events.stream()
        .filter(Event::hasProductionCount)
        .map(Event::getProductionCount)
        .toList();
  }

  static Reading whole(String tag, long value) {
    return Reading.good(tag, new Value.Whole(value), 0);
  }

  static Reading text(String tag, @Nullable String value) {
    return Reading.good(tag, new Value.Text(value == null ? "" : value), 0);
  }

  static Reading bad(String tag) {
    return Reading.bad(tag, 0, "exception 2");
  }
}
