package io.millrace.sim.enterprise.qms;

import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Releases each nonconformance some time after it was committed. On the clerk's thread. */
final class Releases {
  private final Desk desk;
  private final Duration after;
  private final Consumer<Document> release;
  private int waiting;

  Releases(Desk desk, Duration after, Consumer<Document> release) {
    this.desk = desk;
    this.after = after;
    this.release = release;
  }

  /** Nonconformances that are not yet due. */
  int waiting() {
    return waiting;
  }

  /** Plans the release of an open one. */
  void plan(Document document) {
    waiting++;
    Instant due = Instant.parse(document.committedAt()).plus(after);
    long ms = Math.max(0, Duration.between(desk.clock().now(), due).toMillis());
    CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, desk.clerk())
        .execute(() -> come(document.number()));
  }

  private void come(String number) {
    waiting--;
    desk.documents().byNumber(NonconformanceDesk.NONCONFORMANCE, number).ifPresent(release);
  }
}
