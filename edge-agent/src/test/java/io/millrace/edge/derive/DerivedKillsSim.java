package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.GenerationStart;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.QualityResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A press that counts, resets, stands and runs, and an agent that is killed between deriving and
 * journalling, at any event, and restored from any checkpoint. Judged by the press and by the order
 * of the journal alone.
 */
class DerivedKillsSim {
  private static final int SCANS = 4_000;
  private static final int EVERY = 10;
  private static final Duration THRESHOLD = Duration.ofSeconds(3);
  private static final String MACHINE = "acme/graz/press-shop/line-1/press-1";

  private final Bench bench =
      new Bench(
          new Rules(
              Bench.PLANT,
              List.of(Bench.good()),
              List.of(),
              List.of(),
              List.of(
                  new DowntimeRule(
                      MACHINE,
                      Bench.SOURCE,
                      "state",
                      Set.of(0L, 3L),
                      THRESHOLD,
                      null,
                      Map.of(),
                      Map.of(),
                      "order")),
              List.of(
                  MeasureRule.of(
                      Bench.PLANT,
                      new MeasureSettings(
                          "fill-weight",
                          "press-shop/line-1/press-1",
                          Bench.SOURCE,
                          "weight",
                          "g",
                          null,
                          2,
                          new BigDecimal("98.5"),
                          null,
                          new MeasureSettings.Sample(Integer.toString(EVERY), "press-1.good", null),
                          "order")))));

  private Random random = new Random();
  private byte[] checkpoint = new byte[0];
  private int checkpointAt;
  private long good = 100;
  private long marker;
  private long state = 1;
  private @Nullable Instant stoodSince;
  private boolean isStateRead;
  private boolean isWeightRead;
  private int kills;
  private int followed;
  private long sample;
  private long base = -1;
  private long to;
  private boolean wasDue;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void j3NoSampleOrDowntimeIsLostDoubledOrRenumberedByKills(long seed) {
    random = new Random(seed);

    for (int i = 0; i < SCANS; i++) {
      bench.pass(Duration.ofMillis(100 + random.nextInt(900)));
      move();
      Scan scan = bench.scan(readings());
      if (journalled(scan)) {
        check("seed " + seed + ", scan " + i);
      }
    }

    assertThat(kills).as("seed " + seed).isGreaterThan(100);
    assertThat(sample).as("seed " + seed).isGreaterThan(200);
    downtimesInOrder(seed);
  }

  /** Derives and journals; false when it was killed before all was journalled. */
  private boolean journalled(Scan scan) {
    List<Event> events = bench.derivations.take(scan);
    int until = random.nextInt(10) == 0 ? random.nextInt(events.size() + 1) : events.size() + 1;
    for (int at = 0; at < events.size(); at++) {
      if (at == until) {
        return killed();
      }
      bench.journal.add(events.get(at));
      bench.derivations.journalled(events.get(at), scan);
      if (random.nextInt(60) == 0) {
        checkpoint = bench.derivations.checkpoint();
        checkpointAt = bench.journal.size();
      }
    }
    if (until == events.size()) {
      return killed();
    }
    bench.derivations.done(scan);
    return true;
  }

  private boolean killed() {
    kills++;
    bench.restart(checkpoint, checkpointAt);
    bench.pass(Duration.ofMillis(random.nextInt(2_000)));
    return false;
  }

  private void move() {
    if (random.nextInt(200) == 0) {
      good = random.nextInt(8);
      marker++;
    }
    if (random.nextInt(15) == 0) {
      state = random.nextInt(4);
    }
    if (state == 1) {
      good += random.nextInt(7);
    }
  }

  private Reading[] readings() {
    isStateRead = random.nextInt(20) > 0;
    isWeightRead = random.nextInt(20) > 0;
    if (!stands()) {
      stoodSince = null;
    }
    return new Reading[] {
      Bench.whole("good", good),
      Bench.text("order", "PO-1"),
      Bench.whole("marker", marker),
      isWeightRead ? Bench.whole("weight", 90 + good % 20) : Bench.bad("weight"),
      isStateRead ? Bench.whole("state", state) : Bench.bad("state")
    };
  }

  private boolean stands() {
    return state == 0 || state == 3;
  }

  /** After a scan that is journalled whole. */
  private void check(String where) {
    follow(where);
    if (isWeightRead) {
      assertThat(isDue()).as("%s: no sample between %d and %d", where, base, to).isFalse();
    }
    if (!isStateRead) {
      return;
    }
    boolean isOpen = !bench.derivations.downtimes().isEmpty();
    if (!stands()) {
      assertThat(isOpen).as("%s: runs", where).isFalse();
    } else if (stoodSince == null) {
      stoodSince = bench.wall;
    } else if (Duration.between(stoodSince, bench.wall).compareTo(THRESHOLD) >= 0) {
      assertThat(isOpen).as("%s: stands since %s", where, stoodSince).isTrue();
    }
  }

  private boolean isDue() {
    return wasDue || to / EVERY > base / EVERY;
  }

  /** What the journal says about samples, in its order. */
  private void follow(String where) {
    for (; followed < bench.journal.size(); followed++) {
      Event event = bench.journal.get(followed);
      if (event.hasProductionCount()) {
        ProductionCount count = event.getProductionCount();
        boolean isFirst = base < 0;
        if (isFirst || count.getStart() != GenerationStart.GENERATION_START_UNSPECIFIED) {
          wasDue = !isFirst && isDue();
          base = count.getFrom();
        }
        to = count.getTo();
      } else if (event.hasQualityResult()) {
        QualityResult result = event.getQualityResult();
        sample++;
        assertThat(result.getSample()).as(where).isEqualTo(sample);
        assertThat(isDue()).as("%s: sample %d at %d after %d", where, sample, to, base).isTrue();
        assertThat(result.getCount()).as(where).isEqualTo(to);
        base = to;
        wasDue = false;
      }
    }
  }

  private void downtimesInOrder(long seed) {
    Set<String> told = new HashSet<>();
    String open = "";
    for (Event event : bench.journal) {
      if (!event.hasDowntime()) {
        continue;
      }
      Downtime downtime = event.getDowntime();
      if (downtime.getOngoing()) {
        assertThat(open).as("seed " + seed).isEmpty();
        assertThat(told.add(downtime.getDowntime())).as("seed " + seed).isTrue();
        assertThat(downtime.getDurationMs()).isGreaterThanOrEqualTo(THRESHOLD.toMillis());
        open = downtime.getDowntime();
      } else {
        assertThat(downtime.getDowntime()).as("seed " + seed).isEqualTo(open);
        assertThat(Times.of(downtime.getTo())).isAfter(Times.of(downtime.getFrom()));
        open = "";
      }
    }
    assertThat(told).as("seed " + seed).hasSizeGreaterThan(20);
  }
}
