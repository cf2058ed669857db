package io.millrace.prove.line;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a press's registers show: raw + wraps x modulus + totals before resets, from the
 * first image on. What came between two images belongs to the order of the earlier one. Right as
 * long as images come faster than a turn of the register and the press stands around a reset. One
 * thread.
 */
final class RegisterCount {
  static final int MODULUS = 1 << 16;

  private final String machine;
  private final Map<Ledger.Key, Pieces> pieces = new HashMap<>();
  private @Nullable RegisterImage last;
  private int wraps;
  private int resets;
  private int orderChanges;

  RegisterCount(String machine) {
    this.machine = machine;
  }

  void see(RegisterImage image) {
    RegisterImage before = last;
    last = image;
    if (before == null) {
      return;
    }
    boolean reset = image.marker() != before.marker();
    Pieces made =
        reset
            ? new Pieces(image.good(), image.scrap())
            : new Pieces(
                Math.floorMod(image.good() - before.good(), MODULUS),
                Math.floorMod(image.scrap() - before.scrap(), MODULUS));
    resets += reset ? 1 : 0;
    wraps += !reset && image.good() < before.good() ? 1 : 0;
    wraps += !reset && image.scrap() < before.scrap() ? 1 : 0;
    orderChanges += image.order().equals(before.order()) ? 0 : 1;
    pieces.merge(new Ledger.Key(machine, before.order()), made, Pieces::plus);
  }

  /** Empty before the first image. */
  String order() {
    return last == null ? "" : last.order();
  }

  Ledger ledger() {
    return Ledger.EMPTY.plus(pieces);
  }

  int wraps() {
    return wraps;
  }

  int resets() {
    return resets;
  }

  int orderChanges() {
    return orderChanges;
  }
}
