package io.millrace.relay.flow;

import java.time.Duration;

/**
 * A flow as its file says: counts per machine and order become postings of {@code operation} at
 * {@code target}. A window closes {@code every} so long or at {@code pieces}. {@code effect} names
 * what the posting does in the world; it never changes once the flow was active.
 */
public record Flow(
    String name,
    int version,
    String effect,
    String target,
    String operation,
    Duration every,
    long pieces,
    LatePolicy late) {

  public Flow {
    if (every.isNegative() || every.isZero() || pieces < 1) {
      throw new IllegalArgumentException(name + ": window " + every + ", " + pieces + " pieces");
    }
  }
}
