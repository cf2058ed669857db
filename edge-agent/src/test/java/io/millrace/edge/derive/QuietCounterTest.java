package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.reading.Reading;
import io.millrace.v1.CountFlag;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule J4 when nothing changed for long before a restart: only heartbeats tell of the readings. */
class QuietCounterTest {
  /** As many as a note takes; the journal's own test holds it to that. */
  private static final int NOTE_BYTES_MAX = 400 << 10;

  private final Bench bench = new Bench(Bench.good());

  @ParameterizedTest
  @ValueSource(strings = {"PT5M", "PT10H"})
  void j4AResetAfterAQuietTimeAndARestartIsNoRollover(Duration quiet) {
    bench.see(60_000, "PO-1", 0);
    byte[] checkpoint = bench.derivations.checkpoint();
    bench.pass(quiet);
    bench.see(60_000, "PO-1", 0);
    byte[] heartbeat = bench.derivations.heartbeat();

    bench.restart(checkpoint, 1);
    bench.derivations.beat(heartbeat);
    bench.pass(Duration.ofSeconds(5));
    ProductionCount count = bench.see(0, "PO-1", 0).get(0);

    assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_RESET);
    assertThat(count.getQuantity()).isEqualTo("0");
    assertThat(count.getUnobservedMs()).isEqualTo(5_000 + Bench.POLL.toMillis());
    assertThat(count.getFlagsList()).containsExactly(CountFlag.COUNT_FLAG_UNOBSERVED_BEFORE_RESET);
  }

  @Test
  void j4TheLastReadingIsKnownAfterASecondRestartWithoutAReading() {
    bench.see(60_000, "PO-1", 0);
    byte[] checkpoint = bench.derivations.checkpoint();
    bench.pass(Duration.ofHours(10));
    bench.see(60_000, "PO-1", 0);
    byte[] heartbeat = bench.derivations.heartbeat();
    bench.restart(checkpoint, 1);
    bench.derivations.beat(heartbeat);

    bench.restart(bench.derivations.checkpoint(), 1);
    ProductionCount count = bench.see(0, "PO-1", 0).get(0);

    assertThat(count.getStart()).isEqualTo(GenerationStart.GENERATION_START_RESET);
  }

  @Test
  void j4AnEventAfterTheHeartbeatIsTheLaterReading() {
    bench.see(60_000, "PO-1", 0);
    byte[] checkpoint = bench.derivations.checkpoint();
    byte[] heartbeat = bench.derivations.heartbeat();
    bench.pass(Duration.ofHours(10));
    bench.see(60_001, "PO-1", 0);

    bench.restart(checkpoint, bench.journal.size());
    bench.derivations.beat(heartbeat);
    bench.derivations.replay(bench.journal.get(1).toByteArray());

    assertThat(bench.see(0, "PO-1", 0).get(0).getStart())
        .isEqualTo(GenerationStart.GENERATION_START_RESET);
  }

  @Test
  void aHeartbeatOfAsManyCountersAsThereMayBeFitsANote() {
    List<CounterRule> counters = new ArrayList<>();
    for (int i = 0; i < Rules.COUNTERS_MAX; i++) {
      counters.add(Bench.counter("c%0127d".formatted(i), "good", 65_536, OrderChange.PREVIOUS));
    }
    Derivations all =
        new Derivations(new Rules(Bench.PLANT, counters, List.of(), List.of()), bench.ids());
    Reading[] readings = {
      Bench.whole("good", 1), Bench.text("order", "PO-1"), Bench.whole("marker", 0)
    };
    var scan = bench.scan(readings);
    all.take(scan).forEach(event -> all.journalled(event, scan));
    all.done(scan);

    assertThat(all.heartbeat().length)
        .isGreaterThan(Rules.COUNTERS_MAX * 128)
        .isLessThan(NOTE_BYTES_MAX - 60 * 1_024);
  }
}
