package io.millrace.prove.line;

import java.time.Duration;

/**
 * How the line is set up.
 *
 * @param rate pieces per second of each press
 * @param startNearRollover whether 16-bit counters start a few seconds before their end
 * @param stopAtOrderChange whether presses stand around an order change
 * @param poll how often the agent reads
 * @param target what the targets' descriptions say
 * @param extent how much of the picture
 */
public record LineSettings(
    long seed,
    int presses,
    int rate,
    boolean startNearRollover,
    boolean stopAtOrderChange,
    Duration poll,
    Target target,
    Extent extent) {

  /** Counts alone. */
  public LineSettings(
      long seed,
      int presses,
      int rate,
      boolean startNearRollover,
      boolean stopAtOrderChange,
      Duration poll,
      Target target) {
    this(seed, presses, rate, startNearRollover, stopAtOrderChange, poll, target, Extent.COUNTS);
  }

  /** The same with more of the picture. */
  public LineSettings showing(Extent more) {
    return new LineSettings(
        seed, presses, rate, startNearRollover, stopAtOrderChange, poll, target, more);
  }

  /**
   * The numbers of the target's description.
   *
   * @param level how doubled requests are prevented: L3 by looking up, L1 by trusting the target
   */
  public record Target(
      String level,
      Duration timeout,
      Duration lease,
      Duration settle,
      Duration lookupLag,
      Duration recount) {
    /** Small enough for a campaign of minutes; the index of the ERP simulator lags up to 1 s. */
    public static final Target QUICK =
        new Target(
            "L3",
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10));

    /** The same on another level. */
    public Target onLevel(String other) {
      return new Target(other, timeout, lease, settle, lookupLag, recount);
    }
  }
}
