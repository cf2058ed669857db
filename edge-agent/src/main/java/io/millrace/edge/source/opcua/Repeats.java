package io.millrace.edge.source.opcua;

import io.millrace.edge.source.opcua.server.Sample;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Recognises values that come a second time. With several publish requests under way an answer may
 * overtake another; the library then asks for the missing one again, gets it, and hands over the
 * late one as well. A value is a repetition when the item has shown exactly it before and has not
 * gone on to an older time since. One owner thread; pure.
 */
final class Repeats {
  /**
   * Latest values of all items together that are compared, but some of each; a repetition beyond
   * them is not recognised.
   */
  static final int REMEMBERED_MAX = 640_000;

  /** Latest values of an item that are compared, whatever its queue. */
  static final int REMEMBERED_MIN = 64;

  private final Map<String, Deque<Sample>> shown = new HashMap<>();
  private final int remembered;

  /** {@code queue} is how many values the server keeps of each of the {@code items}. */
  Repeats(int items, int queue) {
    this.remembered =
        Math.max(REMEMBERED_MIN, Math.min(2 * queue, REMEMBERED_MAX / Math.max(1, items)));
  }

  /** The item begins anew: its first value may be one that it has shown. */
  void forget(String tag) {
    shown.remove(tag);
  }

  /** Whether it is one; remembers it when it is not. */
  boolean isRepeated(Sample sample) {
    Deque<Sample> latest = shown.computeIfAbsent(sample.tag(), tag -> new ArrayDeque<>());
    Sample last = latest.peekLast();
    if (last != null && !sample.at().isAfter(last.at()) && contains(latest, sample, last.at())) {
      return true;
    }
    if (latest.size() == remembered) {
      latest.remove();
    }
    latest.add(sample);
    return false;
  }

  /**
   * At one and the same time only the last value counts: a source without a clock may alternate.
   */
  private static boolean contains(Deque<Sample> latest, Sample sample, Instant now) {
    return sample.at().equals(now) ? sample.equals(latest.getLast()) : latest.contains(sample);
  }
}
