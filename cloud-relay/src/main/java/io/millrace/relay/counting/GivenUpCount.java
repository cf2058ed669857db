package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;

/**
 * A stretch of a counter's chain that passed and whose run ended without a document: of the count
 * at that log position, or of a hole (position 0, without an event). {@code order} is the one that
 * it would have been posted to.
 */
public record GivenUpCount(
    String plant,
    String counter,
    String generation,
    CountKind kind,
    long from,
    long to,
    Quantity factor,
    long position,
    String event,
    String flow,
    String equipment,
    String order,
    String unit) {

  public GivenUpCount {
    if (to <= from) {
      throw new IllegalArgumentException("stretch " + from + ".." + to + " is empty");
    }
  }

  /** What it amounts to. */
  public Quantity quantity() {
    return factor.times(to - from);
  }
}
