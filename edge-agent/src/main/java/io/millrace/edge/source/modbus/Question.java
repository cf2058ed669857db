package io.millrace.edge.source.modbus;

import io.millrace.edge.source.plan.Block;

/** One request on the wire. */
record Question(int transaction, int unit, Block block) {
  Area area() {
    return Area.of(block.space());
  }

  /** Bytes of memory that answer it. */
  int bytes() {
    return area().bits() ? (block.length() + 7) / 8 : 2 * block.length();
  }
}
