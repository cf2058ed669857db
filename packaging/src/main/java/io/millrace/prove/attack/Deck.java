package io.millrace.prove.attack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Blows in random order, each of a round once before the next round begins. One thread.
 *
 * <p>A blow whose moment did not come is put back, or chance would leave it out of a whole
 * campaign.
 */
final class Deck {
  private final Supplier<List<Supplier<Blow>>> round;
  private final RandomGenerator random;
  private final Deque<Supplier<Blow>> cards = new ArrayDeque<>();

  Deck(Supplier<List<Supplier<Blow>>> round, RandomGenerator random) {
    this.round = round;
    this.random = random;
  }

  Supplier<Blow> draw() {
    if (cards.isEmpty()) {
      List<Supplier<Blow>> next = round.get();
      while (!next.isEmpty()) {
        cards.add(next.remove(random.nextInt(next.size())));
      }
    }
    return cards.remove();
  }

  /** It comes again after the one that is next now. */
  void putBack(Supplier<Blow> card) {
    Supplier<Blow> between = cards.poll();
    cards.push(card);
    if (between != null) {
      cards.push(between);
    }
  }
}
