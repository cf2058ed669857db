package io.millrace.edge.source.modbus;

import java.util.Locale;

/** What a tag's units hold. */
public enum TagType {
  /** One coil or discrete input. */
  BIT(0, 0),
  INT16(1, 1L << 15),
  UINT16(1, 1L << 16),
  INT32(2, 1L << 31),
  UINT32(2, 1L << 32),
  /** Never rolls over in practice. */
  INT64(4, Long.MAX_VALUE),
  /** Values above 2^63-1 are refused. */
  UINT64(4, Long.MAX_VALUE),
  FLOAT32(2, 0),
  FLOAT64(4, 0),
  /** Two characters per register, the first in the high byte. */
  TEXT(0, 0);

  private final int registers;
  private final long modulus;

  TagType(int registers, long modulus) {
    this.registers = registers;
    this.modulus = modulus;
  }

  /** Registers of one value; 0 where the type alone does not say. */
  int registers() {
    return registers;
  }

  /** Whether pieces can be counted with it. */
  public boolean counts() {
    return modulus > 0;
  }

  /**
   * Number of values after which a counter of this type begins again; 0 for other types. A signed
   * one begins again at 0 or at its lowest value, which are the same modulo its positive half.
   */
  public long modulus() {
    return modulus;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
