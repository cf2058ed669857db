package io.millrace.base.time;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps repeated messages to one a minute and object. Remembers at most {@link #OBJECTS_MAX}
 * objects; the oldest gives way. Any thread.
 */
public final class Pace {
  /** Objects remembered. */
  public static final int OBJECTS_MAX = 1_000;

  private static final long GAP_NANOS = Duration.ofMinutes(1).toNanos();

  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Said> objects = new LinkedHashMap<>();

  /** By that clock. */
  public Pace(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether something about the object may be said now: then how often it was kept back since the
   * last time, else empty.
   */
  public OptionalLong due(String object) {
    long now = clock.nanos();
    lock.lock();
    try {
      Said said = objects.get(object);
      if (said != null && now - said.nanos < GAP_NANOS) {
        said.keptBack++;
        return OptionalLong.empty();
      }
      objects.remove(object);
      objects.put(object, new Said(now));
      if (objects.size() > OBJECTS_MAX) {
        objects.remove(objects.keySet().iterator().next());
      }
      return OptionalLong.of(said == null ? 0 : said.keptBack);
    } finally {
      lock.unlock();
    }
  }

  private static final class Said {
    private final long nanos;
    private long keptBack;

    Said(long nanos) {
      this.nanos = nanos;
    }
  }
}
