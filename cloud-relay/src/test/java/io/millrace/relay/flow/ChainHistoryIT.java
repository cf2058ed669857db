package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.counting.ChainSum;
import io.millrace.relay.counting.CountRule;
import io.millrace.relay.counting.Withheld;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of counters: holes that are filled late, in parts or never, repetitions,
 * overlaps, resets, baselines, uncertain counts, counts without an order, a second agent.
 */
class ChainHistoryIT {
  private static final int HISTORIES = 6;
  private static final int STEPS = 250;

  @TempDir Path folder;

  @Test
  void everyPieceIsInExactlyOneOfPostedWithheldOrRepeated() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("ChainHistoryIT seed " + seed);
    for (int history = 0; history < HISTORIES; history++) {
      Random random = new Random(seed + history);
      try (FlowBench bench = new FlowBench(folder.resolve("h" + history), FlowBench.FLOW)) {
        List<LoggedEvent> events = new History(random).events();
        int at = 0;
        while (at < events.size()) {
          int chunk = Math.min(events.size(), at + 1 + random.nextInt(40));
          bench.take(events.subList(at, chunk));
          bench.now = bench.now.plusMillis(random.nextInt(4_000));
          at = chunk;
        }
        bench.drain();
        check(bench, events);
      }
    }
  }

  /** Paints every register step of every generation with what became of it. */
  private static void check(FlowBench bench, List<LoggedEvent> events) {
    Map<String, String> painted = new HashMap<>();
    for (Range range : bench.ranges()) {
      for (long step = range.from() + 1; step <= range.to(); step++) {
        String name = range.counter() + "/" + range.generation() + "/" + step;
        assertThat(painted.put(name, "posted")).as("posted twice: " + name).isNull();
      }
    }
    for (LoggedEvent event : events) {
      ProductionCount count = event.event().getProductionCount();
      List<Withheld> withheld =
          bench.store.read(handle -> bench.chains.ofPosition(handle, event.position()));
      for (long step = count.getFrom() + 1; step <= count.getTo(); step++) {
        long at = step;
        String name = count.getCounter() + "/" + count.getGeneration() + "/" + step;
        List<Withheld> over =
            withheld.stream().filter(each -> each.from() < at && at <= each.to()).toList();
        assertThat(over).as("rules over " + name).hasSizeLessThanOrEqualTo(1);
        boolean isPosted = "posted".equals(painted.get(name));
        if (over.isEmpty()) {
          assertThat(isPosted).as("neither posted nor withheld: " + name).isTrue();
        } else if (over.get(0).rule() == CountRule.REPEATED) {
          assertThat(painted).as("repeated, but never seen: " + name).containsKey(name);
        } else {
          assertThat(painted.put(name, "withheld")).as("withheld too: " + name).isNull();
        }
      }
    }
    checkSums(bench, painted);
  }

  private static void checkSums(FlowBench bench, Map<String, String> painted) {
    long logged = total(bench.sums().stream().map(ChainSum::logged).toList());
    long withheld = total(bench.sums().stream().map(ChainSum::withheld).toList());
    assertThat(logged).isEqualTo(painted.size());
    assertThat(withheld).isEqualTo(painted.values().stream().filter("withheld"::equals).count());
    assertThat(bench.openCases().isEmpty()).isEqualTo(false);
  }

  private static long total(List<io.millrace.base.quantity.Quantity> quantities) {
    return quantities.stream().collect(Collectors.summingLong(q -> q.value().longValueExact()));
  }

  /** One random history of two counters of one machine. */
  private static final class History {
    private final Random random;
    private final Counting counting = new Counting();
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Map<String, Long> last = new HashMap<>();
    private final Map<String, String> generation = new HashMap<>();
    private final List<long[]> holes = new ArrayList<>();
    private final List<String> holeOwners = new ArrayList<>();
    private int generations;
    private int orders = 1;

    History(Random random) {
      this.random = random;
    }

    List<LoggedEvent> events() {
      for (int step = 0; step < STEPS; step++) {
        step(random.nextBoolean() ? "press-1.good" : "press-1.scrap");
      }
      return events;
    }

    private void step(String counter) {
      counting.counter(
          counter,
          counter.endsWith("good") ? CountKind.COUNT_KIND_GOOD : CountKind.COUNT_KIND_SCRAP);
      if (!last.containsKey(counter)) {
        open(counter, GenerationStart.GENERATION_START_BASELINE, random.nextInt(1_000), 0);
        return;
      }
      counting.generation(generation.getOrDefault(counter, ""));
      long from = last.getOrDefault(counter, 0L);
      long to = from + 1 + random.nextInt(9);
      switch (random.nextInt(14)) {
        case 0 -> {
          holes.add(new long[] {from, from + 12});
          holeOwners.add(counter + " " + generation.get(counter));
          go(counter, from + 12, from + 15);
        }
        case 1 -> fill();
        case 2 -> events.add(counting.count(Math.max(0, from - random.nextInt(6)), from));
        case 3 -> go(counter, Math.max(0, from - random.nextInt(6)), to);
        case 4 -> open(counter, GenerationStart.GENERATION_START_RESET, 0, random.nextInt(5));
        case 5 -> open(counter, GenerationStart.GENERATION_START_BASELINE, from, 0);
        case 6 -> {
          events.add(counting.count(from, to, CountFlag.COUNT_FLAG_UNCERTAIN));
          last.put(counter, to);
        }
        case 7 -> {
          counting.order("");
          go(counter, from, to);
          counting.order("PO-1-%03d".formatted(orders));
        }
        case 8 -> counting.order("PO-1-%03d".formatted(++orders));
        case 9 -> {
          counting.agent("second-box").generation("other-" + counter);
          long at = random.nextInt(5) * 10L;
          events.add(counting.count(at, at + 3));
          counting.agent("press-shop");
        }
        default -> go(counter, from, to);
      }
    }

    private void go(String counter, long from, long to) {
      events.add(counting.count(from, to));
      last.put(counter, to);
    }

    /** All or a part of a hole, maybe with neighbours that are known. */
    private void fill() {
      if (holes.isEmpty()) {
        return;
      }
      int which = random.nextInt(holes.size());
      String[] owner = holeOwners.get(which).split(" ", -1);
      long[] hole = holes.get(which);
      counting
          .counter(
              owner[0],
              owner[0].endsWith("good") ? CountKind.COUNT_KIND_GOOD : CountKind.COUNT_KIND_SCRAP)
          .generation(owner[1]);
      long from = hole[0] + random.nextInt(8) - 2;
      events.add(counting.count(Math.max(0, from), hole[1] - random.nextInt(4)));
    }

    private void open(String counter, GenerationStart start, long from, long steps) {
      String before = generation.getOrDefault(counter, "");
      generation.put(counter, "g" + ++generations);
      counting.generation(generation.getOrDefault(counter, ""));
      ProductionCount.Builder body = ProductionCount.newBuilder().setStart(start);
      if (start == GenerationStart.GENERATION_START_RESET) {
        body.setPreviousGeneration(before).setPreviousTo(last.getOrDefault(counter, 0L));
      }
      events.add(counting.event(from, from + steps, body));
      last.put(counter, from + steps);
    }
  }
}
