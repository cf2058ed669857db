package io.millrace.prove.process;

import io.millrace.base.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do, by asking again and again. Blocks the calling thread. */
public final class Waiting {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(20);
  private static final Clock CLOCK = Clock.system();

  private Waiting() {}

  /** Whether the condition came true within that time. */
  public static boolean until(BooleanSupplier condition, Duration limit) {
    long end = CLOCK.nanos() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (CLOCK.nanos() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      rest(BETWEEN_QUESTIONS);
    }
    return true;
  }

  /** Rests that long, or until interrupted. */
  public static void rest(Duration time) {
    long end = CLOCK.nanos() + time.toNanos();
    for (long left = time.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = end - CLOCK.nanos()) {
      LockSupport.parkNanos(left);
    }
  }
}
