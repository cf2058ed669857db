package io.millrace.edge.config;

/** Refuses what is outside of bounds, blaming the key. */
final class Bounds {
  private Bounds() {}

  /** The number itself when it is from {@code least} to {@code most}. */
  static long within(String key, long number, long least, long most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s: %d is not from %d to %d".formatted(key, number, least, most));
    }
    return number;
  }
}
