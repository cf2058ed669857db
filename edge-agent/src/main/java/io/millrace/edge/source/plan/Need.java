package io.millrace.edge.source.plan;

import java.util.Comparator;

/** The units, registers or bits, that one tag needs; never torn between requests. */
public record Need(String tag, Space space, int start, int length) {
  /** By place, then by tag, so that plans do not depend on the order of a file. */
  static final Comparator<Need> BY_PLACE =
      Comparator.comparing((Need need) -> need.space().name())
          .thenComparingInt(Need::start)
          .thenComparingInt(Need::length)
          .thenComparing(Need::tag);

  public Need {
    if (start < 0 || length < 1 || length > space.unitsMax()) {
      throw new IllegalArgumentException(
          "%s: %d units from %d in %s, which gives 1 to %d units in a request"
              .formatted(tag, length, start, space.name(), space.unitsMax()));
    }
  }

  /** The unit behind the last. */
  public int end() {
    return start + length;
  }
}
