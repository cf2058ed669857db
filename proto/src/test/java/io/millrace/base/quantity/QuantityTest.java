package io.millrace.base.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QuantityTest {
  @Test
  void equalQuantitiesHaveEqualTexts() {
    assertThat(Quantity.parse("1.500").toString()).isEqualTo("1.5");
    assertThat(Quantity.parse("1E+3").toString()).isEqualTo("1000");
    assertThat(Quantity.parse("100")).isEqualTo(Quantity.of(100));
    assertThat(Quantity.parse("0.00").toString()).isEqualTo("0");
  }

  @Test
  void nothingIsRounded() {
    assertThatThrownBy(() -> Quantity.parse("0.0000001")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> Quantity.parse("1234567890123456789"))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void addsAndMultiplies() {
    assertThat(Quantity.parse("0.25").times(4).plus(Quantity.of(2))).isEqualTo(Quantity.of(3));
  }
}
