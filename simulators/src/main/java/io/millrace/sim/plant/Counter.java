package io.millrace.sim.plant;

/**
 * One counter of a press, as its registers show it and as it really is. At every moment {@code
 * low16() + wraps x 65536 + wiped - start = made}.
 */
final class Counter {
  /** Values of a 16-bit register. */
  static final int MODULUS = 1 << 16;

  private static final long MASK_32 = 0xFFFF_FFFFL;

  private long raw;
  private long made;
  private long wraps;
  private long wiped;

  /** Shows {@code start} before the first piece; below the modulus. */
  Counter(int start) {
    this.raw = start;
  }

  void count() {
    made++;
    raw = (raw + 1) & MASK_32;
    if (low16() == 0) {
      wraps++;
    }
  }

  void reset() {
    wiped += low16();
    raw = 0;
  }

  int low16() {
    return (int) (raw % MODULUS);
  }

  long raw32() {
    return raw;
  }

  long made() {
    return made;
  }

  /** How often the 16-bit register went over its end, resets included. */
  long wraps() {
    return wraps;
  }

  /** The sum of what the 16-bit register showed when it was reset. */
  long wiped() {
    return wiped;
  }
}
