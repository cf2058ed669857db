package io.millrace.edge.source.modbus;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** At most one thing to be done later on an event loop; setting another one replaces it. */
final class Timer {
  private final EventLoop loop;
  private @Nullable ScheduledFuture<?> pending;

  Timer(EventLoop loop) {
    this.loop = loop;
  }

  void set(Runnable task, long delayNanos) {
    cancel();
    pending = loop.schedule(task, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
  }

  void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }
}
