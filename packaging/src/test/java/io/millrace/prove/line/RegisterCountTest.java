package io.millrace.prove.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegisterCountTest {
  private final RegisterCount count = new RegisterCount("press-1");

  @Test
  void theFirstImageCountsNothing() {
    count.see(new RegisterImage(65_000, 12, 0, "PO-1-001"));

    assertThat(count.ledger()).isEqualTo(Ledger.EMPTY);
  }

  @Test
  void aTurnOfTheRegisterGoesOn() {
    count.see(new RegisterImage(65_530, 65_535, 0, "PO-1-001"));
    count.see(new RegisterImage(4, 0, 0, "PO-1-001"));

    assertThat(count.ledger().total()).isEqualTo(new Pieces(10, 1));
    assertThat(count.wraps()).isEqualTo(2);
  }

  @Test
  void aResetCountsFromZeroAlsoWhenItOvertakesTheOldValue() {
    count.see(new RegisterImage(3, 1, 0, "PO-1-001"));
    count.see(new RegisterImage(5, 1, 1, "PO-1-001"));

    assertThat(count.ledger().total()).isEqualTo(new Pieces(5, 1));
    assertThat(count.resets()).isEqualTo(1);
    assertThat(count.wraps()).isZero();
  }

  @Test
  void piecesBetweenTwoImagesBelongToTheOrderOfTheEarlierOne() {
    count.see(new RegisterImage(0, 0, 0, "PO-1-001"));
    count.see(new RegisterImage(7, 0, 0, "PO-1-002"));
    count.see(new RegisterImage(9, 0, 0, "PO-1-002"));

    assertThat(count.ledger().of(new Ledger.Key("press-1", "PO-1-001")).good()).isEqualTo(7);
    assertThat(count.ledger().of(new Ledger.Key("press-1", "PO-1-002")).good()).isEqualTo(2);
    assertThat(count.orderChanges()).isEqualTo(1);
  }
}
