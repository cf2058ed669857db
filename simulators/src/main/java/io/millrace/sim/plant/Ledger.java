package io.millrace.sim.plant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a press made: its two counters, and pieces per order. */
public final class Ledger {
  /** Three digits; after the last one there is no further change. */
  static final int ORDERS_MAX = 999;

  private final int press;
  private final GoodScrap start;
  private final Counter good;
  private final Counter scrap;
  private final Map<String, GoodScrap> orders = new LinkedHashMap<>();
  private int orderChanges;
  private int resets;

  /** Press numbers begin at 1. */
  public Ledger(int press, GoodScrap start) {
    this.press = press;
    this.start = start;
    this.good = new Counter((int) start.good());
    this.scrap = new Counter((int) start.scrap());
    orders.put(order(), GoodScrap.NONE);
  }

  void count(boolean isGood) {
    (isGood ? good : scrap).count();
    orders.computeIfPresent(order(), (name, sofar) -> sofar.plus(isGood));
  }

  void reset() {
    good.reset();
    scrap.reset();
    resets++;
  }

  void changeOrder() {
    if (orders.size() < ORDERS_MAX) {
      orderChanges++;
      orders.put(order(), GoodScrap.NONE);
    }
  }

  String order() {
    return "PO-%d-%03d".formatted(press, orderChanges + 1);
  }

  int resets() {
    return resets;
  }

  GoodScrap raw32() {
    return new GoodScrap(good.raw32(), scrap.raw32());
  }

  /** Pieces so far, good or scrap. */
  long pieces() {
    return good.made() + scrap.made();
  }

  PressTruth truth(
      String name, boolean running, PressState state, List<Stop> stops, List<Long> offSpec) {
    return new PressTruth(
        name,
        running,
        state,
        order(),
        new GoodScrap(good.made(), scrap.made()),
        new LinkedHashMap<>(orders),
        resets,
        new GoodScrap(good.wraps(), scrap.wraps()),
        orderChanges,
        start,
        new GoodScrap(good.wiped(), scrap.wiped()),
        stops,
        offSpec);
  }
}
