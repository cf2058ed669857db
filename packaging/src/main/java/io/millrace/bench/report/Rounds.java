package io.millrace.bench.report;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * Repeats a measurement: the first round warms up and is dropped, the median of the rest counts.
 */
public final class Rounds {
  /** Rounds that count. */
  public static final int COUNTED = 5;

  private Rounds() {}

  /** Runs one round more than counts, on the calling thread; the median. */
  public static double median(DoubleSupplier round) {
    double[] values = new double[COUNTED + 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = round.getAsDouble();
    }
    return median(Arrays.copyOfRange(values, 1, values.length));
  }

  /** The middle of an odd number of values, the upper of the two middle ones of an even number. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
