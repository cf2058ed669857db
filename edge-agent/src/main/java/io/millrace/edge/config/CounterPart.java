package io.millrace.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Rate;
import io.millrace.base.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/** One counter. */
record CounterPart(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String equipment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String tag,
    @JsonProperty(required = true) Kind kind,
    @Nullable Long modulus,
    @JsonProperty(required = true) Rate maxRate,
    String factor,
    String unit,
    @Nullable String orderTag,
    @Nullable String resetMarker,
    Long resetTo,
    @Nullable OnOrderChange onOrderChange) {
  static final String EQUIPMENT =
      "area/line/unit below the plant, for example press-shop/line-1/press-1";
  static final int EQUIPMENT_NAMES = 3;
  private static final int UNIT_CHARACTERS_MAX = 32;

  CounterPart {
    Name.checked("id", id);
    Name.path("equipment", equipment, EQUIPMENT_NAMES, EQUIPMENT);
    factor = factor == null ? "1" : factor;
    unit = unit == null ? "{piece}" : unit;
    resetTo = resetTo == null ? 0L : resetTo;
    checkFactor(factor);
    Bounds.within("unit", unit.length(), 1, UNIT_CHARACTERS_MAX);
    Bounds.within("reset_to", resetTo, 0, Long.MAX_VALUE);
    if (modulus != null) {
      Bounds.within("modulus", modulus, 2, Long.MAX_VALUE);
    }
    if (onOrderChange != null && orderTag == null) {
      throw new IllegalArgumentException(
          "on_order_change: needs an order_tag, expected that key beside it");
    }
  }

  private static void checkFactor(String factor) {
    try {
      if (Quantity.parse(factor).value().signum() > 0) {
        return;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(refused(factor), e);
    }
    throw new IllegalArgumentException(refused(factor));
  }

  private static String refused(String factor) {
    return "factor: '%s' is not a positive decimal of at most 18.6 digits".formatted(factor);
  }

  /** What is counted. */
  enum Kind {
    GOOD,
    SCRAP,
    REWORK,
    TOTAL
  }

  /** Which order gets the count between two readings with different orders. */
  enum OnOrderChange {
    PREVIOUS,
    NEXT
  }
}
