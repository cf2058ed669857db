package io.millrace.base.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An exact decimal of at most 18 digits before and 6 after the point. Its text has no exponent, no
 * trailing zeros and no plus sign, so that equal quantities have equal texts.
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {
  public static final Quantity ZERO = of(0);

  /** Digits before the point. */
  private static final int WHOLE_DIGITS_MAX = 18;

  /** Digits after the point. */
  private static final int FRACTION_DIGITS_MAX = 6;

  /** Throws ArithmeticException beyond 18.6 digits; nothing is rounded here. */
  public Quantity {
    value = value.stripTrailingZeros();
    if (value.scale() > FRACTION_DIGITS_MAX
        || value.precision() - value.scale() > WHOLE_DIGITS_MAX) {
      throw new ArithmeticException("quantity " + value.toPlainString() + " has over 18.6 digits");
    }
    value = value.setScale(Math.max(0, value.scale()), RoundingMode.UNNECESSARY);
  }

  /** A whole number. */
  public static Quantity of(long whole) {
    return new Quantity(BigDecimal.valueOf(whole));
  }

  /** Reads decimal text; empty text is zero. NumberFormatException for anything else. */
  public static Quantity parse(String text) {
    return text.isEmpty() ? ZERO : new Quantity(new BigDecimal(text));
  }

  /** The sum. */
  public Quantity plus(Quantity other) {
    return new Quantity(value.add(other.value));
  }

  /** The difference. */
  public Quantity minus(Quantity other) {
    return new Quantity(value.subtract(other.value));
  }

  /** That many times this. */
  public Quantity times(long count) {
    return new Quantity(value.multiply(BigDecimal.valueOf(count)));
  }

  /** Whether it is nothing. */
  public boolean isZero() {
    return value.signum() == 0;
  }

  @Override
  public int compareTo(Quantity other) {
    return value.compareTo(other.value);
  }

  /** The canonical text. */
  @Override
  public String toString() {
    return value.toPlainString();
  }
}
