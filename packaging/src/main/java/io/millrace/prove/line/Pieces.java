package io.millrace.prove.line;

/** Good pieces and scrap. */
public record Pieces(long good, long scrap) {
  public static final Pieces NONE = new Pieces(0, 0);

  /** The sum. */
  public Pieces plus(Pieces other) {
    return new Pieces(good + other.good, scrap + other.scrap);
  }

  /** The difference; negative where the other has more. */
  public Pieces minus(Pieces other) {
    return new Pieces(good - other.good, scrap - other.scrap);
  }

  /** Both kinds. */
  public long all() {
    return good + scrap;
  }
}
