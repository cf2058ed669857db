package io.millrace.sim.plant;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/** Fill weights, piece by piece, in hundredths of a gram. */
final class Filling {
  /** Numbers kept; the oldest gives way. */
  static final int KEPT_MAX = 10_000;

  private static final int NOMINAL = 10_000;
  private static final int SPREAD = 120;
  private static final int OFF_MIN = 180;
  private static final int OFF_MAX = 400;

  private final SplittableRandom random;
  private final int offSpecEvery;
  private final Deque<Long> offSpec = new ArrayDeque<>();
  private int weight = NOMINAL;
  private long nextOffSpec;

  /** Every 0 pieces is never. */
  Filling(long seed, int offSpecEvery) {
    this.random = new SplittableRandom(seed);
    this.offSpecEvery = offSpecEvery;
    this.nextOffSpec = distance();
  }

  /** Fills the piece of that number, from 1. */
  void fill(long piece) {
    if (offSpecEvery > 0 && piece >= nextOffSpec) {
      int off = random.nextInt(OFF_MIN, OFF_MAX + 1);
      weight = NOMINAL + (random.nextBoolean() ? off : -off);
      nextOffSpec = piece + distance();
      offSpec.add(piece);
      if (offSpec.size() > KEPT_MAX) {
        offSpec.removeFirst();
      }
    } else {
      weight = NOMINAL + random.nextInt(-SPREAD, SPREAD + 1);
    }
  }

  /** Of the last piece. */
  int weight() {
    return weight;
  }

  List<Long> offSpec() {
    return List.copyOf(offSpec);
  }

  private long distance() {
    long quarter = offSpecEvery / 4;
    return offSpecEvery - quarter + random.nextLong(2 * quarter + 1);
  }
}
