package io.millrace.sim.enterprise.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sim.enterprise.desk.FaultSwitch.Draw;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultSwitchTest {
  private static final FaultSettings ALL =
      new FaultSettings(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 1_000, 2_000, 0, 0, 0, 0);

  @Test
  void equalSeedsDrawEqualFaults() {
    assertThat(draws(9, ALL)).isEqualTo(draws(9, ALL)).isNotEqualTo(draws(10, ALL));
  }

  @Test
  void eachFaultComesAsOftenAsItIsLikely() {
    List<Draw> draws = draws(1, ALL);

    for (Fault fault : EnumSet.range(Fault.NONE, Fault.ABANDONED)) {
      long times = draws.stream().filter(draw -> draw.fault() == fault).count();
      int expected = fault == Fault.ABANDONED ? 0 : fault == Fault.NONE ? 2_000 : 1_000;
      assertThat(times).as(fault.key()).isBetween(expected * 8L / 10, expected * 12L / 10);
    }
  }

  @Test
  void withoutFaultsNothingIsDrawn() {
    assertThat(draws(1, FaultSettings.CLEAR)).allMatch(draw -> draw.fault() == Fault.NONE);
  }

  @Test
  void lateCommitsKeepToTheirSideOfSettle() {
    Duration limit = ALL.limit();
    for (Draw draw : draws(3, ALL)) {
      assertThat(draw.indexLag()).isLessThan(Duration.ofMillis(FaultSwitch.INDEX_LAG_MAX_MS));
      if (draw.fault() == Fault.LATE_WITHIN_SETTLE) {
        assertThat(draw.delay()).isGreaterThan(Duration.ofMillis(ALL.timeoutMs()));
        assertThat(draw.delay().plus(draw.indexLag())).isLessThan(limit);
      }
      if (draw.fault() == Fault.LATE_BEYOND_SETTLE) {
        assertThat(draw.delay()).isGreaterThanOrEqualTo(limit.plusMillis(2_000));
      }
    }
  }

  private static List<Draw> draws(long seed, FaultSettings settings) {
    FaultSwitch faults = new FaultSwitch(seed);
    faults.set(settings);
    return Stream.generate(faults::draw).limit(10_000).toList();
  }
}
