package io.millrace.sim.plant;

/** Two counts that belong together, in pieces. */
public record GoodScrap(long good, long scrap) {
  static final GoodScrap NONE = new GoodScrap(0, 0);

  GoodScrap plus(boolean isGood) {
    return isGood ? new GoodScrap(good + 1, scrap) : new GoodScrap(good, scrap + 1);
  }
}
