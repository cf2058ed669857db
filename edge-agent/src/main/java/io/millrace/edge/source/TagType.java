package io.millrace.edge.source;

import java.util.Locale;

/** What a tag holds. */
public enum TagType {
  /** True or false. */
  BIT(0),
  INT16(1L << 15),
  UINT16(1L << 16),
  INT32(1L << 31),
  UINT32(1L << 32),
  /** Never rolls over in practice. */
  INT64(Long.MAX_VALUE),
  /** Values above 2^63-1 are refused. */
  UINT64(Long.MAX_VALUE),
  FLOAT32(0),
  FLOAT64(0),
  TEXT(0);

  private final long modulus;

  TagType(long modulus) {
    this.modulus = modulus;
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
