package io.millrace.edge.derive;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Rate;
import io.millrace.base.quantity.Quantity;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One counter as the file says it. {@code equipment} is the path below the plant. {@code modulus}
 * is by default that of the tag's type, {@code factor} 1, {@code unit} {piece}, {@code resetTo} 0,
 * {@code onOrderChange} previous.
 */
public record CounterSettings(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String equipment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String tag,
    @JsonProperty(required = true) CounterKind kind,
    @Nullable Long modulus,
    @JsonProperty(required = true) Rate maxRate,
    @Nullable BigDecimal factor,
    @Nullable String unit,
    @Nullable String orderTag,
    @Nullable String resetMarker,
    @Nullable Long resetTo,
    @Nullable OrderChange onOrderChange) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
  private static final String PIECE = "{piece}";

  /** Longest unit. */
  private static final int UNIT_CHARACTERS_MAX = 40;

  public CounterSettings {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "id: '"
              + id
              + "' is not 1 to 128 letters, digits, dots, dashes, slashes or underscores, the first"
              + " a letter or digit");
    }
    Equipment.check(equipment);
    if (modulus != null && modulus < 2) {
      throw new IllegalArgumentException("modulus: " + modulus + " is not at least 2");
    }
    if (factor != null && factor.signum() <= 0) {
      throw new IllegalArgumentException("factor: " + factor + " is not above 0");
    }
    checkDigits(factor);
    unit = unit == null ? PIECE : unit;
    if (unit.isBlank() || unit.length() > UNIT_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "unit: '" + unit + "' is not a UCUM unit of 1 to " + UNIT_CHARACTERS_MAX + " characters");
    }
    if (resetTo != null && resetTo < 0) {
      throw new IllegalArgumentException("reset_to: " + resetTo + " is not at least 0");
    }
    if (modulus != null && resetTo != null && resetTo >= modulus) {
      throw new IllegalArgumentException(
          "reset_to: " + resetTo + " is not below modulus " + modulus);
    }
  }

  /** Tags that one request should bring: counter, order, reset marker, as far as given. */
  public Set<String> tags() {
    Set<String> tags = new LinkedHashSet<>();
    tags.add(tag);
    if (orderTag != null) {
      tags.add(orderTag);
    }
    if (resetMarker != null) {
      tags.add(resetMarker);
    }
    return tags;
  }

  Quantity factorOrOne() {
    return new Quantity(factor == null ? BigDecimal.ONE : factor);
  }

  String unitOrPiece() {
    return Objects.requireNonNullElse(unit, PIECE);
  }

  long resetToOrZero() {
    return resetTo == null ? 0 : resetTo;
  }

  OrderChange orderChange() {
    return onOrderChange == null ? OrderChange.PREVIOUS : onOrderChange;
  }

  private static void checkDigits(@Nullable BigDecimal factor) {
    if (factor != null && factor.stripTrailingZeros().scale() > 6) {
      throw new IllegalArgumentException(
          "factor: " + factor.toPlainString() + " has more than 6 digits after the point");
    }
  }
}
