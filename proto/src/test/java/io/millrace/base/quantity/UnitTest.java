package io.millrace.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "g",
        "kg",
        "mg",
        "t",
        "mm",
        "um",
        "s",
        "min",
        "h",
        "Cel",
        "K",
        "bar",
        "mbar",
        "kPa",
        "%",
        "L",
        "mL",
        "N",
        "kN",
        "N.m",
        "kW",
        "kW.h",
        "V",
        "mA",
        "Hz",
        "m/s",
        "m.s-2",
        "kg/m3",
        "{piece}",
        "{piece}/min",
        "1",
        "[in_i]",
        "[degF]",
        "[pH]",
        "g{dry}",
        "10*"
      })
  void unitsThatPlantsUseAreKnown(String text) {
    assertThat(Unit.of(text).isPresent()).isEqualTo(!text.equals("10*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "KG", "gram", "°C", "C°", "g ", "g g", ".g", "g..m", "g/", "kmin", "{", "m99"})
  void whatIsNoUnitIsNone(String text) {
    assertThat(Unit.of(text)).isEmpty();
  }

  @Test
  void unitsOfOneDimensionAreComparable() {
    assertThat(unit("kg").isComparable(unit("g"))).isTrue();
    assertThat(unit("N").isComparable(unit("kg.m/s2"))).isTrue();
    assertThat(unit("kg").size()).isEqualByComparingTo("1000");
    assertThat(unit("km/h").size())
        .isBetween(new java.math.BigDecimal("0.277777"), new java.math.BigDecimal("0.277778"));
    assertThat(unit("g").isComparable(unit("mm"))).isFalse();
    assertThat(unit("Cel").isComparable(unit("K"))).isFalse();
    assertThat(unit("{piece}").isComparable(unit("1"))).isTrue();
  }

  private static Unit unit(String text) {
    return Unit.of(text).orElseThrow();
  }
}
