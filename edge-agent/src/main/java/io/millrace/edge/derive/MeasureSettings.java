package io.millrace.edge.derive;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Units;
import io.millrace.base.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One characteristic that is measured, as the file says it. {@code scale} is by default 1, {@code
 * digits} 6; {@code lower} and {@code upper} are allowed values themselves, at least one is given.
 */
public record MeasureSettings(
    @JsonProperty(required = true) String characteristic,
    @JsonProperty(required = true) String equipment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String tag,
    @JsonProperty(required = true) String unit,
    @Nullable BigDecimal scale,
    @Nullable Integer digits,
    @Nullable BigDecimal lower,
    @Nullable BigDecimal upper,
    @JsonProperty(required = true) Sample sample,
    @Nullable String orderTag) {
  private static final Pattern CHARACTERISTIC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** Decimals kept of a measured value. */
  private static final int DIGITS_MAX = 6;

  public MeasureSettings {
    if (!CHARACTERISTIC.matcher(characteristic).matches()) {
      throw new IllegalArgumentException(
          "characteristic: '"
              + characteristic
              + "' is not 1 to 64 letters, digits, dots, dashes or underscores, the first a letter"
              + " or digit");
    }
    Equipment.check(equipment);
    if (digits != null && (digits < 0 || digits > DIGITS_MAX)) {
      throw new IllegalArgumentException(
          "digits: " + digits + " is not within 0 and " + DIGITS_MAX);
    }
    if (scale != null && scale.signum() <= 0) {
      throw new IllegalArgumentException("scale: " + scale.toPlainString() + " is not above 0");
    }
    checkQuantity("scale", scale);
    checkQuantity("lower", lower);
    checkQuantity("upper", upper);
    if (lower == null && upper == null) {
      throw new IllegalArgumentException("lower: is missing and upper too, expected at least one");
    }
    if (lower != null && upper != null && lower.compareTo(upper) > 0) {
      throw new IllegalArgumentException(
          "lower: %s is above upper %s".formatted(lower.toPlainString(), upper.toPlainString()));
    }
  }

  /** Tags that one request should bring. */
  public Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    tags.add(tag);
    if (orderTag != null) {
      tags.add(orderTag);
    }
    return tags;
  }

  int digitsOrAll() {
    return Objects.requireNonNullElse(digits, DIGITS_MAX);
  }

  BigDecimal scaleOrOne() {
    return Objects.requireNonNullElse(scale, BigDecimal.ONE);
  }

  private static void checkQuantity(String key, @Nullable BigDecimal value) {
    try {
      if (value != null) {
        new Quantity(value);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /**
   * When a sample is taken: every so many pieces of a counter ({@code every: 10} and {@code
   * counter}), every so often ({@code every: 5s}), or on each other value ({@code on: change}).
   */
  public record Sample(@Nullable String every, @Nullable String counter, @Nullable String on) {
    private static final String CHANGE = "change";
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");
    private static final Duration EVERY_MIN = Duration.ofMillis(100);

    /** IllegalArgumentException says which of the three was expected. */
    public Sample {
      if (on != null) {
        checkChange(on, every, counter);
      } else if (every == null) {
        throw new IllegalArgumentException(
            "every: is missing, expected {every: 10, counter: ID}, {every: 5s} or {on: change}");
      } else if (WHOLE.matcher(every).matches()) {
        checkPieces(every, counter);
      } else {
        checkTime(every, counter);
      }
    }

    Sampling asRule() {
      if (every == null) {
        return new Sampling.OnChange();
      }
      return counter == null
          ? new Sampling.Timed(Units.duration(every))
          : new Sampling.Pieces(Long.parseLong(every), counter);
    }

    private static void checkChange(String on, @Nullable String every, @Nullable String counter) {
      if (!on.toLowerCase(Locale.ROOT).equals(CHANGE)) {
        throw new IllegalArgumentException("on: '" + on + "' is not 'change'");
      }
      if (every != null || counter != null) {
        throw new IllegalArgumentException(
            "on: stands beside " + (every == null ? "counter" : "every") + ", expected it alone");
      }
    }

    private static void checkPieces(String every, @Nullable String counter) {
      if (Long.parseLong(every) < 1) {
        throw new IllegalArgumentException("every: " + every + " is not at least 1");
      }
      if (counter == null) {
        throw new IllegalArgumentException(
            "every: %s is a number of pieces, expected a counter beside it or a time such as %ss"
                .formatted(every, every));
      }
    }

    private static void checkTime(String every, @Nullable String counter) {
      Duration time;
      try {
        time = Units.duration(every);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "every: '" + every + "' is neither a number of pieces nor a time such as 5s", e);
      }
      if (time.compareTo(EVERY_MIN) < 0) {
        throw new IllegalArgumentException(
            "every: " + every + " is not at least " + Units.text(EVERY_MIN));
      }
      if (counter != null) {
        throw new IllegalArgumentException(
            "counter: says nothing beside a time, expected a number of pieces in every");
      }
    }
  }
}
