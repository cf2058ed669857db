package io.millrace.sim.plant;

import java.time.Duration;

/**
 * Everything that a press shows, of one instant.
 *
 * @param good good pieces as a 32-bit counter, unsigned; a 16-bit one shows its low half
 * @param scrap likewise
 * @param resetMarker goes up by one at each reset, 16 bits
 * @param cycleTime nominal
 * @param reason why it stands: 0 it does not, or was told to; 1 jam, 2 no material, 3 tool
 * @param serial number of the last piece, good or scrap
 * @param fillWeight of the last piece, in hundredths of a gram
 * @param order the current order, at most 16 ASCII characters
 */
public record PressReading(
    long good,
    long scrap,
    PressState state,
    int resetMarker,
    Duration cycleTime,
    String order,
    int reason,
    String serial,
    int fillWeight,
    ProcessValues process) {
  private static final double HUNDREDTHS = 100;
  private static final double THOUSANDTHS = 1_000;

  /** Of the last piece, in grams. */
  public double grams() {
    return fillWeight / HUNDREDTHS;
  }

  /** Of the tool, in degrees Celsius: 20 to 40. */
  public double temperature() {
    return process.value(0) / THOUSANDTHS;
  }
}
