package io.millrace.base.id;

import io.millrace.base.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * UUIDv7 with a counter below the millisecond, so that ids of one process sort in the order in
 * which they were given, also when the clock steps back.
 */
final class TimeOrderedIds implements Ids {
  private static final int COUNTER_BITS = 12;

  private final Clock clock;
  private final RandomGenerator random;
  private final AtomicLong last = new AtomicLong();

  TimeOrderedIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  @Override
  public String uuid() {
    long tick = last.updateAndGet(this::after);
    long millis = tick >>> COUNTER_BITS;
    long high = (millis << 16) | 0x7000L | (tick & ((1L << COUNTER_BITS) - 1));
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  @Override
  public String trace() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
  }

  private long after(long before) {
    return Math.max(before + 1, clock.now().toEpochMilli() << COUNTER_BITS);
  }
}
