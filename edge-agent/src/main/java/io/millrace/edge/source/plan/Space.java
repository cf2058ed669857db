package io.millrace.edge.source.plan;

/**
 * One numbered memory of a device, for example the holding registers. {@code unitsMax} is what one
 * request can carry at most.
 */
public record Space(String name, int unitsMax) {
  public Space {
    if (unitsMax < 1) {
      throw new IllegalArgumentException(name + ": " + unitsMax + " units per request, at least 1");
    }
  }
}
