package io.millrace.edge.reading;

/** What a tag can hold. */
public sealed interface Value {

  /** An integer; unsigned 64-bit values above 2^63-1 are refused by the decoder. */
  record Whole(long value) implements Value {}

  /** A floating-point measurement; never used for counting. */
  record Real(double value) implements Value {}

  /** Text without padding. */
  record Text(String value) implements Value {}

  /** A bit. */
  record Truth(boolean value) implements Value {}
}
