package io.millrace.edge.derive;

import io.millrace.v1.CountKind;

/** What a counter counts. */
public enum CounterKind {
  GOOD(CountKind.COUNT_KIND_GOOD),
  SCRAP(CountKind.COUNT_KIND_SCRAP),
  REWORK(CountKind.COUNT_KIND_REWORK),
  TOTAL(CountKind.COUNT_KIND_TOTAL);

  private final CountKind wire;

  CounterKind(CountKind wire) {
    this.wire = wire;
  }

  CountKind wire() {
    return wire;
  }
}
