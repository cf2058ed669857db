package io.millrace.edge.config;

import java.util.Locale;

/** How registers become a value. */
enum TagType {
  BIT(0, 1),
  INT16(15, 1),
  UINT16(16, 1),
  INT32(31, 2),
  UINT32(32, 2),
  INT64(63, 4),
  UINT64(63, 4),
  FLOAT32(0, 2),
  FLOAT64(0, 4),
  TEXT(0, 0);

  private final int bits;
  private final int words;

  TagType(int bits, int words) {
    this.bits = bits;
    this.words = words;
  }

  /** As it stands in the file. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether pieces can be counted with it. */
  boolean isWhole() {
    return bits > 0;
  }

  /** Number of registers, or of bits; a text has that many bytes. */
  int words(int bytes) {
    return this == TEXT ? (bytes + 1) / 2 : words;
  }

  /** Number of values of a counting register, at most 2^63 - 1. */
  long modulus() {
    return bits == 63 ? Long.MAX_VALUE : 1L << bits;
  }
}
