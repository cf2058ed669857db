package io.millrace.prove.line;

import java.time.Duration;

/**
 * How much of the picture a line shows, and what goes wrong in its plant on purpose.
 *
 * @param whole false: presses on Modbus and an ERP; true: also a press that is read by OPC UA and
 *     measured, a CRM, a QMS that tells the relay of releases, downtimes, and the flows over them
 * @param sampleEvery good pieces of the measured press from one sample to the next
 * @param offSpecEvery pieces of a press from one whose fill weight is off to the next; 0 for none
 * @param breakdownEvery running time of a press from one breakdown to the next
 * @param breakdownFor how long a breakdown lasts
 */
public record Extent(
    boolean whole,
    int sampleEvery,
    int offSpecEvery,
    Duration breakdownEvery,
    Duration breakdownFor) {

  /** From then on it is a downtime; a plant's own faults are mostly shorter. */
  static final Duration DOWNTIME_THRESHOLD = Duration.ofSeconds(1);

  /** Counts alone. */
  public static final Extent COUNTS =
      new Extent(false, 1, 0, Duration.ofHours(1), Duration.ofSeconds(1));
}
