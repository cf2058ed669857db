package io.millrace.relay.counting;

/** A stretch of a count, {@code from} exclusive and {@code to} inclusive, under one rule. */
public record Piece(long from, long to, CountRule rule) {

  public Piece {
    if (to <= from) {
      throw new IllegalArgumentException("piece " + from + ".." + to + " is empty");
    }
  }

  /** Register steps in it. */
  public long length() {
    return to - from;
  }
}
