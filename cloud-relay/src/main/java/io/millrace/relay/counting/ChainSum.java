package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;

/**
 * What is in the log of one counter and order: all that is new in its chain, and the part of it
 * that waits for a person or was set aside by one.
 */
public record ChainSum(
    String plant,
    String counter,
    String order,
    CountKind kind,
    String equipment,
    Quantity logged,
    Quantity withheld) {

  ChainSum plus(Quantity moreLogged, Quantity moreWithheld) {
    return new ChainSum(
        plant,
        counter,
        order,
        kind,
        equipment,
        logged.plus(moreLogged),
        withheld.plus(moreWithheld));
  }
}
