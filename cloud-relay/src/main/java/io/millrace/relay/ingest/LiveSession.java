package io.millrace.relay.ingest;

import java.util.ArrayList;
import java.util.List;

/** A session whose streams may be open. The worker's thread, but for {@link #heard}. */
final class LiveSession {
  private final Peer peer;
  private final long number;
  private final List<Publishing> streams = new ArrayList<>();
  private volatile long heardNanos;
  private long keptNanos;

  LiveSession(Peer peer, long number, long nanos) {
    this.peer = peer;
    this.number = number;
    this.heardNanos = nanos;
    this.keptNanos = nanos;
  }

  Peer peer() {
    return peer;
  }

  long number() {
    return number;
  }

  /** Open calls, at most one for each stream. */
  List<Publishing> streams() {
    return streams;
  }

  boolean isLive() {
    return !streams.isEmpty();
  }

  void heard(long nanos) {
    heardNanos = nanos;
  }

  /** Whether something was heard since that was last kept, longer ago than the gap. */
  boolean isToBeKept(long nanos, long gapNanos) {
    if (nanos - keptNanos < gapNanos || heardNanos - keptNanos <= 0) {
      return false;
    }
    keptNanos = nanos;
    return true;
  }
}
