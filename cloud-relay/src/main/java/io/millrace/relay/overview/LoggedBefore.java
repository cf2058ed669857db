package io.millrace.relay.overview;

import io.millrace.base.quantity.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was logged of each machine in the last seconds. An agent's report is older than the newest
 * events; what was logged since it came was in the register and the journal too. Any thread.
 */
final class LoggedBefore {
  /** Moments remembered of one machine. */
  static final int SAMPLES_MAX = 16;

  private static final Duration APART = Duration.ofMillis(500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<MachineCounts.Place, Deque<Sample>> samples = new HashMap<>();

  /**
   * What was logged after that moment, as far as is remembered; remembers the present sum. All that
   * was logged when nothing older is known.
   */
  Quantity since(MachineCounts.Place place, Instant moment, Instant now, Quantity logged) {
    lock.lock();
    try {
      Deque<Sample> known = samples.computeIfAbsent(place, absent -> new ArrayDeque<>());
      Quantity then = Quantity.ZERO;
      for (Sample sample : known) {
        if (!sample.at.isAfter(moment)) {
          then = sample.logged;
        }
      }
      Sample last = known.peekLast();
      if (last == null || Duration.between(last.at, now).compareTo(APART) >= 0) {
        known.addLast(new Sample(now, logged));
      }
      if (known.size() > SAMPLES_MAX) {
        known.removeFirst();
      }
      return logged.minus(then);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all other machines. */
  void keep(Set<MachineCounts.Place> places) {
    lock.lock();
    try {
      samples.keySet().retainAll(places);
    } finally {
      lock.unlock();
    }
  }

  private record Sample(Instant at, Quantity logged) {}
}
