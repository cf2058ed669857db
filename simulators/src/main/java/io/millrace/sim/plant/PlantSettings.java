package io.millrace.sim.plant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the line behaves. Two plants of equal settings, asked at equal times, are equal.
 *
 * @param rate pieces per second of each press while it runs, at most {@link #RATE_MAX}
 * @param startNearRollover whether the 16-bit counters go over their end within the first minute
 * @param orderEvery running time on one order
 * @param stopAtOrderChange whether the press stands around an order change, so that no piece is
 *     near
 * @param resetAfter running time after which each press resets its counters, once
 * @param stopped whether the presses wait to be told to run
 * @param troubles what goes wrong on purpose
 */
public record PlantSettings(
    long seed,
    int presses,
    double rate,
    boolean startNearRollover,
    Duration orderEvery,
    boolean stopAtOrderChange,
    @Nullable Duration resetAfter,
    boolean stopped,
    Troubles troubles) {
  /** Order names have one digit for the press. */
  public static final int PRESSES_MAX = 9;

  /** Pieces per second. */
  public static final double RATE_MAX = 50;

  private static final Duration ORDER_MIN = Duration.ofSeconds(2);

  public PlantSettings {
    require(presses >= 1 && presses <= PRESSES_MAX, presses + " presses, expected 1 to 9");
    require(rate > 0 && rate <= RATE_MAX, "rate " + rate + "/s, expected above 0 to " + RATE_MAX);
    require(orderEvery.compareTo(ORDER_MIN) >= 0, "an order lasts 2 s or longer");
    require(resetAfter == null || !resetAfter.isNegative(), "reset after a negative time");
  }

  /** Without any trouble. */
  public PlantSettings(
      long seed,
      int presses,
      double rate,
      boolean startNearRollover,
      Duration orderEvery,
      boolean stopAtOrderChange,
      @Nullable Duration resetAfter,
      boolean stopped) {
    this(
        seed,
        presses,
        rate,
        startNearRollover,
        orderEvery,
        stopAtOrderChange,
        resetAfter,
        stopped,
        Troubles.NONE);
  }

  /** One press of 5 pieces per second that begins to run at once, on long orders. */
  public static PlantSettings quiet(long seed) {
    return new PlantSettings(seed, 1, 5, false, Duration.ofHours(1), true, null, false);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
