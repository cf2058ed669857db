package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A relay that is killed anywhere between two commits, or inside a transaction. */
class FlowKillIT {
  @TempDir Path folder;

  @Test
  void whatWasCountedIsPostedOnceAtEveryKill() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("FlowKillIT seed " + seed);
    Random random = new Random(seed);
    List<LoggedEvent> log = log(random);
    FlowBench bench = new FlowBench(folder, FlowBench.FLOW);
    int kills = 0;
    while (position(bench) < log.size()) {
      int at = (int) position(bench);
      List<LoggedEvent> chunk = log.subList(at, Math.min(log.size(), at + 1 + random.nextInt(30)));
      bench.now = bench.now.plusMillis(random.nextInt(3_000));
      if (random.nextInt(4) == 0) {
        dieInside(bench, chunk);
        bench.close();
        FlowBench restarted = new FlowBench(folder, FlowBench.FLOW);
        restarted.now = bench.now;
        bench = restarted;
        kills++;
      } else {
        bench.take(chunk);
      }
    }
    bench.drain();

    assertThat(kills).isGreaterThan(3);
    assertIsOneChain(bench.ranges(), "press-1.good", log);
    assertIsOneChain(bench.ranges(), "press-1.scrap", log);
    assertThat(bench.openCases()).isEmpty();
    bench.close();
  }

  /** The transaction does everything and is then undone, as a kill before its commit undoes it. */
  private static void dieInside(FlowBench bench, List<LoggedEvent> chunk) {
    bench
        .store
        .write(
            handle -> {
              bench.flows.advance(handle, bench.flows.position(handle), chunk, bench.now);
              throw new IllegalStateException("killed");
            })
        .handle((done, thrown) -> thrown)
        .join();
  }

  private static void assertIsOneChain(List<Range> all, String counter, List<LoggedEvent> log) {
    List<Range> ranges =
        all.stream()
            .filter(range -> range.counter().equals(counter))
            .sorted(Comparator.comparingLong(Range::from))
            .toList();
    long at = 0;
    for (Range range : ranges) {
      assertThat(range.from()).isEqualTo(at);
      at = range.to();
    }
    long last =
        log.stream()
            .map(event -> event.event().getProductionCount())
            .filter(count -> count.getCounter().equals(counter))
            .mapToLong(io.millrace.v1.ProductionCount::getTo)
            .max()
            .orElseThrow();
    assertThat(at).isEqualTo(last);
  }

  private static long position(FlowBench bench) {
    return bench.store.read(bench.flows::position);
  }

  private static List<LoggedEvent> log(Random random) {
    Counting counting = new Counting();
    List<LoggedEvent> log = new ArrayList<>();
    long good = 0;
    long scrap = 0;
    for (int n = 0; n < 600; n++) {
      if (n % 150 == 149) {
        counting.order("PO-1-%03d".formatted(n)).at(Counting.START.plusSeconds(n));
      }
      if (random.nextInt(4) == 0) {
        counting.counter("press-1.scrap", CountKind.COUNT_KIND_SCRAP);
        log.add(counting.count(scrap, ++scrap));
      } else {
        counting.counter("press-1.good", CountKind.COUNT_KIND_GOOD);
        long to = good + 1 + random.nextInt(3);
        log.add(counting.count(good, to));
        good = to;
      }
    }
    return log;
  }
}
