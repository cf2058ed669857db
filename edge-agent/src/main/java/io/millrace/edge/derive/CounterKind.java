package io.millrace.edge.derive;

import io.millrace.v1.CountKind;
import java.util.Arrays;
import java.util.Optional;

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

  /** The one that is so on the wire; empty for what says none. */
  public static Optional<CounterKind> of(CountKind wire) {
    return Arrays.stream(values()).filter(kind -> kind.wire == wire).findAny();
  }

  CountKind wire() {
    return wire;
  }
}
