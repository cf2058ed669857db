package io.millrace.edge.capture;

import io.millrace.edge.reading.Scan;
import io.millrace.edge.source.ScanSink;
import io.millrace.v1.GapReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded way from all sources to the one thread that counts: at most {@link #ARRIVALS_MAX}
 * scans with together about {@link #READINGS_MAX} readings. When it is full the newest scan is
 * dropped, and the next one that fits tells so; a counter's next reading makes up for it.
 */
final class Inbox implements ScanSink {
  /** Scans and losses that wait for the thread that takes them. */
  static final int ARRIVALS_MAX = 1_024;

  /** Readings in all scans that wait. */
  static final int READINGS_MAX = 100_000;

  private final BlockingQueue<Arrival> arrivals = new ArrayBlockingQueue<>(ARRIVALS_MAX);
  private final Map<String, Arrival.Dropped> dropped = new ConcurrentHashMap<>();
  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicLong scansDropped = new AtomicLong();
  private final Supplier<Instant> now;
  private final Runnable wake;
  private volatile GapReason reason = GapReason.GAP_REASON_OVERLOAD;

  Inbox(Supplier<Instant> now, Runnable wake) {
    this.now = now;
    this.wake = wake;
  }

  @Override
  public boolean offer(Scan scan) {
    int size = scan.readings().size();
    Arrival.Dropped before = dropped.get(scan.source());
    boolean room = readings.get() < READINGS_MAX;
    if (room && arrivals.offer(new Arrival.Taken(scan, before))) {
      readings.addAndGet(size);
      forget(scan.source(), before);
      wake.run();
      return true;
    }
    scansDropped.incrementAndGet();
    drop(scan.source(), new Arrival.Dropped(scan.observedAt(), reason, size));
    return false;
  }

  @Override
  public void lost(String source, Instant since, String why) {
    Arrival.Dropped before = dropped.get(source);
    if (arrivals.offer(new Arrival.Lost(source, since, now.get(), before))) {
      forget(source, before);
      wake.run();
    } else {
      // What follows is dropped or finds room; both tell of the time since then.
      drop(source, new Arrival.Dropped(since, reason, 0));
    }
  }

  @Override
  public void missed(String source, List<String> tags, Instant since, String why) {
    Arrival.Dropped before = dropped.get(source);
    if (arrivals.offer(new Arrival.Missed(source, tags, since, now.get(), before))) {
      forget(source, before);
      wake.run();
    } else {
      // As above: what is told instead covers all tags since then.
      drop(source, new Arrival.Dropped(since, reason, 0));
    }
  }

  @Nullable Arrival poll() {
    Arrival arrival = arrivals.poll();
    if (arrival instanceof Arrival.Taken taken) {
      readings.addAndGet(-taken.scan().readings().size());
    }
    return arrival;
  }

  /** Why there is no room, from now on. */
  void because(GapReason cause) {
    reason = cause;
  }

  int size() {
    return arrivals.size();
  }

  long scansDropped() {
    return scansDropped.get();
  }

  private void drop(String source, Arrival.Dropped one) {
    dropped.merge(source, one, Arrival.Dropped::plus);
  }

  private void forget(String source, Arrival.@Nullable Dropped told) {
    if (told != null) {
      dropped.remove(source, told);
    }
  }
}
