package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;

/** A stretch of one counter's chain, from exclusive of what is posted to inclusive. */
public record Range(
    String counter,
    String generation,
    CountKind kind,
    long from,
    long to,
    Quantity quantity,
    String unit) {

  public Range {
    if (to < from) {
      throw new IllegalArgumentException(counter + ": range " + from + ".." + to);
    }
  }
}
