package io.millrace.sim.plant;

import java.time.Duration;

/**
 * Temperatures, pressures and the like of one press at one instant: smooth waves of different
 * length, so that neighbouring readings differ a little.
 *
 * @param phase shifts the waves, so that presses differ
 * @param at time since the plant's clock began
 */
public record ProcessValues(int phase, Duration at) {
  /** Values of one press. */
  public static final int COUNT = 1_000;

  private static final int MIDDLE = 30_000;
  private static final int SWING = 10_000;
  private static final int PERIOD_FIRST_MS = 10_000;
  private static final int PERIOD_STEP_MS = 100;

  /** The value of that index below {@link #COUNT}: 20,000 to 40,000. */
  public int value(int index) {
    double periodMs = PERIOD_FIRST_MS + (double) PERIOD_STEP_MS * index;
    double turns = (at.toMillis() % periodMs) / periodMs;
    return (int) Math.round(MIDDLE + SWING * Math.sin(2 * Math.PI * turns + phase + index));
  }
}
