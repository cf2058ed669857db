package io.millrace.edge.source.plan;

/**
 * Units from {@code from} up to {@code to} that no request may read through; when both are equal, a
 * place that no request may cross.
 */
record Hole(Space space, int from, int to) {

  /** Whether joining two stretches over this gap would touch the hole. */
  boolean bars(Space where, int gapFrom, int gapTo) {
    return space.equals(where)
        && from <= Math.max(gapFrom, gapTo)
        && to >= Math.min(gapFrom, gapTo);
  }
}
