package io.millrace.relay.flow.language;

import io.millrace.base.quantity.Quantity;
import io.millrace.base.quantity.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;

/**
 * An exact decimal in an expression, with its UCUM unit where it has one. Compared and added in one
 * unit; without a unit on one side the numbers alone count. What cannot be compared is an
 * IllegalArgumentException.
 */
final class Amount implements Comparable<Amount> {
  private final BigDecimal value;
  private final String unit;

  private Amount(BigDecimal value, String unit) {
    this.value = value;
    this.unit = unit;
  }

  static Amount of(String decimal, String unit) {
    try {
      BigDecimal value = Quantity.parse(decimal).value();
      if (decimal.isEmpty()) {
        throw new IllegalArgumentException("'' is no decimal");
      }
      return new Amount(value, unit);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + decimal + "' is no decimal of 18.6 digits", e);
    }
  }

  static Amount of(long whole) {
    return new Amount(BigDecimal.valueOf(whole), "");
  }

  String unit() {
    return unit;
  }

  Amount plus(Amount other) {
    return new Amount(value.add(other.in(this)), unit.isEmpty() ? other.unit : unit);
  }

  Amount minus(Amount other) {
    return new Amount(value.subtract(other.in(this)), unit.isEmpty() ? other.unit : unit);
  }

  /** The number in the other's unit. */
  private BigDecimal in(Amount other) {
    if (unit.isEmpty() || other.unit.isEmpty() || unit.equals(other.unit)) {
      return value;
    }
    Unit own = known(unit);
    Unit asked = known(other.unit);
    if (!own.isComparable(asked)) {
      throw new IllegalArgumentException(
          "'%s' and '%s' do not measure the same".formatted(other.unit, unit));
    }
    return value.multiply(own.size()).divide(asked.size(), MathContext.DECIMAL128);
  }

  private static Unit known(String unit) {
    return Unit.of(unit)
        .orElseThrow(
            () -> new IllegalArgumentException("'" + unit + "' is no UCUM unit that is known"));
  }

  @Override
  public int compareTo(Amount other) {
    return value.compareTo(other.in(this));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Amount amount && compareTo(amount) == 0;
  }

  /** Equal for all, because equal amounts may have different units. */
  @Override
  public int hashCode() {
    return Objects.hash(Amount.class);
  }

  /** The canonical text of its number. */
  @Override
  public String toString() {
    return new Quantity(value).toString();
  }
}
