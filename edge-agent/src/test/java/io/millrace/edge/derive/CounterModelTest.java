package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.quantity.Quantity;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.CountFlag;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A model of a machine with two counters, driven at random; what it made is what is counted. */
class CounterModelTest {
  private static final int ROUNDS = 60;
  private static final int STEPS = 400;
  private static final List<String> TAGS = List.of("good", "scrap");

  private final Map<String, Long> raw = new HashMap<>();
  private final Map<String, Long> made = new HashMap<>();
  private final Map<String, Long> unseen = new HashMap<>();
  private final Map<String, Long> lostBeforeReset = new HashMap<>();
  private final Map<String, Long> madeByOrder = new HashMap<>();
  private final Map<String, Long> moduli = new HashMap<>();
  private Random random = new Random();
  private Bench bench = new Bench();
  private byte[] checkpoint = new byte[0];
  private int checkpointAt;
  private int order;
  private long marker;
  private boolean stopsAtChange;

  @Test
  void whatWasMadeIsWhatIsCountedThroughRolloverResetKillAndOrderChange() {
    long seed = new Random().nextLong();
    System.err.println("CounterModelTest seed " + seed);
    Random seeds = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      begin(new Random(seeds.nextLong()), round % 2 == 0);
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      scan(false);
      judge();
    }
  }

  private void begin(Random of, boolean stops) {
    random = of;
    stopsAtChange = stops;
    for (String tag : TAGS) {
      moduli.put(tag, random.nextBoolean() ? 65_536L : 200L + random.nextInt(2_000));
      raw.put(tag, (long) random.nextInt((int) of(moduli, tag)));
      made.put(tag, 0L);
      unseen.put(tag, 0L);
      lostBeforeReset.put(tag, 0L);
    }
    madeByOrder.clear();
    bench =
        new Bench(
            TAGS.stream()
                .map(tag -> Bench.counter(tag, tag, of(moduli, tag), OrderChange.PREVIOUS))
                .toArray(CounterRule[]::new));
    checkpoint = new byte[0];
    checkpointAt = 0;
    order = 1;
    marker = random.nextInt(3);
    scan(false);
  }

  private void step() {
    int what = random.nextInt(100);
    if (what < 3) {
      reset();
    } else if (what < 8) {
      changeOrder();
    } else if (what < 11) {
      bench.restart(checkpoint, checkpointAt);
      bench.pass(Duration.ofMillis(random.nextInt(2_000)));
    } else if (what < 14) {
      checkpoint = bench.derivations.checkpoint();
      checkpointAt = bench.journal.size();
    } else {
      produce(Duration.ofMillis(200 + (what < 17 ? random.nextInt(1_500) : 0)));
      scan(what < 25);
    }
  }

  private void produce(Duration time) {
    bench.pass(time);
    int most = (int) (time.toMillis() * 50 / 1_000);
    for (String tag : TAGS) {
      long pieces = random.nextInt(3) == 0 ? 0 : random.nextInt(most + 1);
      raw.put(tag, (of(raw, tag) + pieces) % of(moduli, tag));
      made.merge(tag, pieces, Long::sum);
      unseen.merge(tag, pieces, Long::sum);
      madeByOrder.merge(tag + "/" + orderName(), pieces, Long::sum);
    }
  }

  private void reset() {
    produce(Duration.ofMillis(random.nextInt(150)));
    for (String tag : TAGS) {
      lostBeforeReset.merge(tag, of(unseen, tag), Long::sum);
      madeByOrder.merge(tag + "/" + orderName(), -of(unseen, tag), Long::sum);
      unseen.put(tag, 0L);
      raw.put(tag, 0L);
    }
    marker++;
    produce(Bench.POLL);
    scan(false);
  }

  private void changeOrder() {
    if (stopsAtChange) {
      scan(false);
    }
    order++;
    if (stopsAtChange) {
      bench.pass(Bench.POLL);
      scan(false);
    }
  }

  private Scan reading() {
    List<Reading> readings = new ArrayList<>();
    TAGS.forEach(tag -> readings.add(Bench.whole(tag, of(raw, tag))));
    readings.add(Bench.text("order", orderName()));
    readings.add(Bench.whole("marker", marker));
    return bench.scan(readings.toArray(Reading[]::new));
  }

  /** All events are journalled, or only the first ones before the agent is killed. */
  private void scan(boolean killedWithin) {
    Scan scan = reading();
    List<Event> events = bench.derivations.take(scan);
    int journalled = killedWithin ? random.nextInt(events.size() + 1) : events.size();
    for (Event event : events.subList(0, journalled)) {
      bench.journal.add(event);
      bench.derivations.journalled(event, scan);
      if (event.hasProductionCount()) {
        unseen.put(event.getProductionCount().getCounter(), 0L);
      }
    }
    if (journalled == events.size()) {
      bench.derivations.done(scan);
      TAGS.forEach(tag -> unseen.put(tag, 0L));
    } else if (random.nextBoolean()) {
      bench.restart(checkpoint, checkpointAt);
    }
  }

  private String orderName() {
    return "PO-" + order;
  }

  private void judge() {
    for (String tag : TAGS) {
      List<Event> events =
          bench.journal.stream()
              .filter(Event::hasProductionCount)
              .filter(event -> event.getProductionCount().getCounter().equals(tag))
              .toList();
      assertChain(events);
      long counted = counted(events);
      assertThat(counted).as(tag).isEqualTo(of(made, tag) - of(lostBeforeReset, tag));
      assertThat(last(events).getTotal()).isEqualTo(Long.toString(counted));
      assertThat(last(events).getToRaw()).isEqualTo(of(raw, tag));
      assertThat(events.stream().filter(CounterModelTest::orderChanged).count())
          .as("order changes told")
          .isLessThan(order);
      if (stopsAtChange) {
        assertOrders(tag, events);
      }
    }
  }

  private static boolean orderChanged(Event event) {
    return event.getProductionCount().getFlagsList().contains(CountFlag.COUNT_FLAG_ORDER_CHANGED);
  }

  private static void assertChain(List<Event> events) {
    ProductionCount before = null;
    for (Event event : events) {
      ProductionCount count = event.getProductionCount();
      if (before == null) {
        assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_BASELINE);
      } else if (count.getStart() == GenerationStart.GENERATION_START_UNSPECIFIED) {
        assertThat(count.getFrom()).isEqualTo(before.getTo());
        assertThat(count.getGeneration()).isEqualTo(before.getGeneration());
      } else {
        assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_RESET);
        assertThat(count.getPreviousTo()).isEqualTo(before.getTo());
        assertThat(count.getPreviousGeneration()).isEqualTo(before.getGeneration());
        assertThat(count.getGeneration()).isEqualTo(event.getId());
      }
      before = count;
    }
  }

  private void assertOrders(String tag, List<Event> events) {
    Map<String, Long> byOrder = new HashMap<>();
    for (Event event : events) {
      ProductionCount count = event.getProductionCount();
      byOrder.merge(
          tag + "/" + event.getKeys().getOrder(), count.getTo() - count.getFrom(), Long::sum);
      if (count.getTo() > count.getFrom()) {
        assertThat(orderChanged(event)).isFalse();
      }
    }
    byOrder.forEach(
        (name, pieces) ->
            assertThat(pieces).as(name).isEqualTo(madeByOrder.getOrDefault(name, 0L)));
  }

  private static long of(Map<String, Long> map, String tag) {
    return map.getOrDefault(tag, 0L);
  }

  private static long counted(List<Event> events) {
    Quantity sum = Quantity.ZERO;
    for (Event event : events) {
      sum = sum.plus(Quantity.parse(event.getProductionCount().getQuantity()));
    }
    return sum.value().longValueExact();
  }

  private static ProductionCount last(List<Event> events) {
    return events.get(events.size() - 1).getProductionCount();
  }
}
