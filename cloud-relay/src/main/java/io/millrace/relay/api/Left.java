package io.millrace.relay.api;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.counting.ChainSum;
import io.millrace.relay.counting.Withheld;
import io.millrace.relay.posting.GivenUp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people left out, per counter and order. One thread. */
final class Left {
  private final Map<List<String>, Quantity> skipped = new HashMap<>();
  private final Map<List<String>, Quantity> ignored = new HashMap<>();

  Left(List<GivenUp> postings, List<Withheld> counts) {
    for (GivenUp each : postings) {
      skipped.merge(
          List.of(each.plant(), each.counter(), each.order()), each.quantity(), Quantity::plus);
    }
    for (Withheld each : counts) {
      ignored.merge(
          List.of(each.plant(), each.counter(), each.order()), each.quantity(), Quantity::plus);
    }
  }

  /** Of the counts that were withheld. */
  Quantity ignored(ChainSum sum) {
    return ignored.getOrDefault(List.of(sum.plant(), sum.counter(), sum.order()), Quantity.ZERO);
  }

  /** Also of those that were in postings. */
  Quantity all(ChainSum sum) {
    return skipped
        .getOrDefault(List.of(sum.plant(), sum.counter(), sum.order()), Quantity.ZERO)
        .plus(ignored(sum));
  }
}
