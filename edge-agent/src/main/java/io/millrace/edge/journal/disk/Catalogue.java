package io.millrace.edge.journal.disk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** All segments of a stream, in order of sequence. Any thread; readers see a snapshot. */
public final class Catalogue {
  private static final Comparator<Segment> ORDER =
      Comparator.comparingLong(Segment::first).thenComparingInt(Segment::number);

  private final ReentrantLock lock = new ReentrantLock();
  private volatile List<Segment> segments;

  public Catalogue(List<Segment> recovered) {
    segments = recovered.stream().sorted(ORDER).toList();
  }

  public List<Segment> segments() {
    return segments;
  }

  public void add(Segment segment) {
    change(list -> list.add(segment));
  }

  public void remove(Segment segment) {
    change(list -> list.remove(segment));
  }

  /** The first segment that ends at or after the sequence. */
  public Optional<Segment> from(long sequence) {
    List<Segment> list = segments;
    int low = 0;
    int high = list.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (list.get(middle).last() < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return list.stream().skip(low).filter(segment -> !segment.isEmpty()).findFirst();
  }

  public long bytes() {
    return segments.stream().mapToLong(Segment::bytes).sum();
  }

  private void change(Consumer<List<Segment>> change) {
    lock.lock();
    try {
      List<Segment> next = new ArrayList<>(segments);
      change.accept(next);
      next.sort(ORDER);
      segments = List.copyOf(next);
    } finally {
      lock.unlock();
    }
  }
}
