package io.millrace.sim.plant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong on purpose, beyond the scrap and the short faults that every press has.
 *
 * @param offSpecEvery pieces from one whose fill weight is off to the next, give or take a quarter;
 *     0 for none
 * @param breakdownEvery running time from one long breakdown to the next, give or take a quarter
 * @param breakdownFor how long each lasts
 */
public record Troubles(int offSpecEvery, @Nullable Duration breakdownEvery, Duration breakdownFor) {
  private static final Duration BREAKDOWN_MIN = Duration.ofSeconds(1);
  private static final Duration BREAKDOWN_MAX = Duration.ofHours(1);

  /** Nothing of it. */
  public static final Troubles NONE = new Troubles(0, null, Duration.ofSeconds(40));

  public Troubles {
    if (offSpecEvery < 0) {
      throw new IllegalArgumentException("off-spec every " + offSpecEvery + " pieces");
    }
    check("breakdown every ", breakdownEvery == null ? BREAKDOWN_MIN : breakdownEvery);
    check("breakdown for ", breakdownFor);
  }

  private static void check(String what, Duration time) {
    if (time.compareTo(BREAKDOWN_MIN) < 0 || time.compareTo(BREAKDOWN_MAX) > 0) {
      throw new IllegalArgumentException(what + time.toMillis() + " ms, expected 1 s to 1 h");
    }
  }
}
