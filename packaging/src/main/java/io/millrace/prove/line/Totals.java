package io.millrace.prove.line;

import io.millrace.v1.CounterTotal;
import io.millrace.v1.GetRelayStatusResponse;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Adds up what the relay says of each counter and order. */
final class Totals {
  private Totals() {}

  static Ledger of(GetRelayStatusResponse status, Function<CounterTotal, String> quantity) {
    Map<Ledger.Key, Pieces> pieces = new HashMap<>();
    for (CounterTotal counter : status.getCountersList()) {
      pieces.merge(
          new Ledger.Key(machine(counter.getEquipment()), counter.getOrder()),
          pieces(counter.getKind(), quantity.apply(counter)),
          Pieces::plus);
    }
    return Ledger.EMPTY.plus(pieces);
  }

  /** Last segment of an equipment path. */
  static String machine(String equipment) {
    return equipment.substring(equipment.lastIndexOf('/') + 1);
  }

  /** Of a kind as people, the wire or the configuration name it. */
  static Pieces pieces(String kind, String quantity) {
    long whole = quantity.isEmpty() ? 0 : new BigDecimal(quantity).longValueExact();
    return kind.toUpperCase(Locale.ROOT).endsWith("SCRAP")
        ? new Pieces(0, whole)
        : new Pieces(whole, 0);
  }
}
