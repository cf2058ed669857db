package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;

/** Who owns a counter, its open generation, and what its last count said. */
record Counter(
    String plant,
    String id,
    String agent,
    String generation,
    CountKind kind,
    String equipment,
    String order,
    Quantity factor,
    String unit) {

  static Counter of(Count count, String generation, String order) {
    return new Counter(
        count.plant(),
        count.counter(),
        count.agent(),
        generation,
        count.kind(),
        count.equipment(),
        order,
        count.factor(),
        count.unit());
  }
}
