package io.millrace.edge.derive;

import io.millrace.base.quantity.Quantity;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A measured characteristic, with its machine's path in the company. */
public record MeasureRule(String equipment, MeasureSettings settings, Sampling sampling) {
  /** Digits before the point of a measured value; more is a fault of its tag. */
  private static final int WHOLE_DIGITS_MAX = 18;

  /** The rule of that plant. */
  public static MeasureRule of(String plant, MeasureSettings settings) {
    return new MeasureRule(
        Equipment.in(plant, settings.equipment()), settings, settings.sample().asRule());
  }

  String characteristic() {
    return settings.characteristic();
  }

  /** What the reading says in the rule's unit, rounded half even; empty when it says no number. */
  Optional<Quantity> value(@Nullable Reading reading) {
    Value value = reading == null ? null : reading.value();
    BigDecimal read = null;
    if (value instanceof Value.Whole whole) {
      read = BigDecimal.valueOf(whole.value());
    } else if (value instanceof Value.Real real && Double.isFinite(real.value())) {
      read = BigDecimal.valueOf(real.value());
    }
    if (read == null) {
      return Optional.empty();
    }
    BigDecimal scaled = read.multiply(settings.scaleOrOne());
    if (scaled.precision() - scaled.scale() > WHOLE_DIGITS_MAX) {
      return Optional.empty();
    }
    BigDecimal rounded = scaled.setScale(settings.digitsOrAll(), RoundingMode.HALF_EVEN);
    return rounded.precision() - rounded.scale() > WHOLE_DIGITS_MAX
        ? Optional.empty()
        : Optional.of(new Quantity(rounded));
  }

  /** Why a reading that has a value cannot be measured. */
  Optional<String> fault(@Nullable Reading reading) {
    return reading == null || reading.value() == null || value(reading).isPresent()
        ? Optional.empty()
        : Optional.of(reading.value() + " is no decimal of at most 18.6 digits");
  }

  /** Whether the rounded value keeps to the limits, which are allowed values themselves. */
  Verdict verdict(Quantity value) {
    BigDecimal lower = settings.lower();
    BigDecimal upper = settings.upper();
    boolean isBelow = lower != null && value.value().compareTo(lower) < 0;
    boolean isAbove = upper != null && value.value().compareTo(upper) > 0;
    return isBelow || isAbove ? Verdict.VERDICT_OUTSIDE : Verdict.VERDICT_WITHIN;
  }
}
