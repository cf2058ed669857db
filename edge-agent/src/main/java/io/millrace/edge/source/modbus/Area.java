package io.millrace.edge.source.modbus;

import io.millrace.edge.source.plan.Space;
import java.util.Locale;

/**
 * The four memories of a device, with the limits of Modbus Application Protocol V1.1b3, 6.1-6.4.
 */
enum Area {
  COIL(1, 2000),
  DISCRETE(2, 2000),
  HOLDING(3, 125),
  INPUT(4, 125);

  private final int function;
  private final int unitsMax;

  Area(int function, int unitsMax) {
    this.function = function;
    this.unitsMax = unitsMax;
  }

  /** The function code that reads it. */
  int function() {
    return function;
  }

  Space space() {
    return new Space(name().toLowerCase(Locale.ROOT), unitsMax);
  }

  boolean bits() {
    return this == COIL || this == DISCRETE;
  }

  /** The area of that space. */
  static Area of(Space space) {
    return valueOf(space.name().toUpperCase(Locale.ROOT));
  }
}
