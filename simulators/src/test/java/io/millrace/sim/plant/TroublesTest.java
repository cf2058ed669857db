package io.millrace.sim.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TroublesTest {
  private static final Duration STEP = Duration.ofMillis(10);

  private final ManualClock clock = new ManualClock();

  @Test
  void thePiecesWhoseWeightIsOffAreTheOnesTold() {
    for (long seed = 0; seed < 20; seed++) {
      Press press = press(seed, new Troubles(20, null, Duration.ofSeconds(1)));
      List<Long> seen = new ArrayList<>();
      long last = 0;
      for (int step = 0; step < 6_000; step++) {
        clock.pass(STEP);
        PressReading now = press.reading();
        long piece = now.good() + now.scrap();
        if (piece != last && (now.fillWeight() < 9_850 || now.fillWeight() > 10_150)) {
          seen.add(piece);
        }
        last = piece;
      }

      assertThat(seen).as("seed %s", seed).isEqualTo(press.truth().offSpec()).hasSizeGreaterThan(8);
    }
  }

  @Test
  void withoutTroubleNoWeightIsOffAndNoStopIsLong() {
    Press press = press(3, Troubles.NONE);
    clock.pass(Duration.ofMinutes(10));

    assertThat(press.truth().offSpec()).isEmpty();
    assertThat(press.truth().stops()).allMatch(stop -> length(stop) <= 1_500);
  }

  @Test
  void standingAsSeenIsStandingAsTold() {
    for (long seed = 0; seed < 10; seed++) {
      Press press = press(seed, new Troubles(0, Duration.ofSeconds(10), Duration.ofSeconds(4)));
      List<long[]> seen = new ArrayList<>();
      boolean stood = false;
      for (int step = 0; step < 12_000; step++) {
        clock.pass(STEP);
        PressState state = press.reading().state();
        boolean stands = state == PressState.FAULT || state == PressState.STOPPED;
        long ms = clock.now().toEpochMilli();
        if (stands && !stood) {
          seen.add(new long[] {ms, ms});
        } else if (stands) {
          seen.get(seen.size() - 1)[1] = ms;
        }
        stood = stands;
      }
      List<Stop> told = press.truth().stops().stream().filter(stop -> length(stop) > 600).toList();
      List<long[]> longSeen = seen.stream().filter(each -> each[1] - each[0] > 600).toList();

      assertThat(told).as("seed %s", seed).hasSameSizeAs(longSeen).hasSizeGreaterThan(4);
      for (int i = 0; i < told.size(); i++) {
        assertThat(told.get(i).fromMs()).isBetween(longSeen.get(i)[0] - 20, longSeen.get(i)[0]);
        assertThat(told.get(i).reason()).isBetween(1, 3);
        assertThat(told.get(i).order()).startsWith("PO-1-");
      }
    }
  }

  @Test
  void aStopOnDemandLastsAsLongAsAskedMakesNothingAndSaysWhy() {
    Press press = press(1, Troubles.NONE);
    clock.pass(Duration.ofSeconds(30));
    press.breakDown(Duration.ofSeconds(40), 2);
    PressReading before = press.reading();
    clock.pass(Duration.ofSeconds(39));
    PressReading during = press.reading();
    PressTruth truth = press.truth();
    clock.pass(Duration.ofSeconds(20));

    assertThat(during.state()).isEqualTo(PressState.FAULT);
    assertThat(during.reason()).isEqualTo(2);
    assertThat(during.serial()).isEqualTo(before.serial());
    assertThat(truth.stops().get(truth.stops().size() - 1).toMs()).isNull();
    assertThat(press.truth().stops())
        .anyMatch(stop -> length(stop) >= 40_000 && length(stop) < 41_600 && stop.reason() == 2);
    assertThat(press.reading().good()).isGreaterThan(before.good());
    assertThat(press.reading().reason()).isZero();
  }

  @Test
  void aStopDuringASetUpWaitsForItsEnd() {
    Press press = press(1, Troubles.NONE);
    clock.pass(Duration.ofSeconds(5));
    press.reset();
    press.breakDown(Duration.ofSeconds(3), 1);
    clock.pass(Duration.ofSeconds(1));
    PressState first = press.reading().state();
    clock.pass(Duration.ofSeconds(2));

    assertThat(first).isEqualTo(PressState.SETUP);
    assertThat(press.reading().state()).isEqualTo(PressState.FAULT);
  }

  @Test
  void beingToldToStopIsAStopWithoutAReason() {
    Press press = press(1, Troubles.NONE);
    clock.pass(Duration.ofSeconds(5));
    press.stop();
    clock.pass(Duration.ofSeconds(3));
    press.run();
    clock.pass(Duration.ofSeconds(3));

    assertThat(press.truth().stops()).anyMatch(stop -> stop.reason() == 0 && length(stop) == 3_000);
  }

  private Press press(long seed, Troubles troubles) {
    Duration orders = Duration.ofSeconds(20);
    return new Plant(
            new PlantSettings(seed, 1, 5, false, orders, true, null, false, troubles), clock)
        .presses()
        .get(0);
  }

  private long length(Stop stop) {
    @Nullable Long to = stop.toMs();
    return (to == null ? clock.now().toEpochMilli() : to) - stop.fromMs();
  }
}
