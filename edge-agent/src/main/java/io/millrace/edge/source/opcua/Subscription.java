package io.millrace.edge.source.opcua;

import io.millrace.base.time.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One subscription as its source sees it. One owner thread. */
final class Subscription {
  /** How often a refused item is asked for again. */
  static final Duration RETRY_REFUSED = Duration.ofSeconds(30);

  private final List<String> tags;
  private final Backoff backoff;
  private long life;
  private boolean made;
  private boolean asked;
  private boolean refusing;
  private @Nullable String trouble;
  private long dueNanos;
  private long madeNanos;
  private long aliveNanos;
  private Map<String, String> revised = Map.of();

  Subscription(List<String> tags, Backoff backoff) {
    this.tags = List.copyOf(tags);
    this.backoff = backoff;
  }

  List<String> tags() {
    return tags;
  }

  /** Of the subscription that is meant now. */
  long life() {
    return life;
  }

  /** To be made anew, at once. */
  void begin(long nowNanos) {
    life++;
    made = false;
    asked = false;
    refusing = false;
    trouble = null;
    dueNanos = nowNanos;
    aliveNanos = nowNanos;
    revised = Map.of();
  }

  /** Whether it is time to ask for it. */
  boolean isDue(long nowNanos) {
    return !made && !asked && nowNanos - dueNanos >= 0;
  }

  void asked() {
    asked = true;
  }

  void made(Map<String, String> figures, boolean somethingRefused, long nowNanos) {
    if (!made) {
      madeNanos = nowNanos;
      aliveNanos = nowNanos;
      backoff.reset();
    }
    made = true;
    asked = false;
    revised = figures;
    refusing = somethingRefused;
    dueNanos = nowNanos + RETRY_REFUSED.toNanos();
  }

  /** It could not be made and is due again later; one that is made stays as it is. */
  void notMade(String reason, long nowNanos) {
    if (!made) {
      asked = false;
      life++;
      trouble = reason;
      dueNanos = nowNanos + backoff.next().toNanos();
    }
  }

  /** Why it could not be made so far; null when nothing was said of that. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Whether it shows values, or is about to, after it could not be made. */
  boolean takeRecovery() {
    boolean recovers = trouble != null;
    trouble = null;
    return recovers;
  }

  boolean isMade() {
    return made;
  }

  /** Whether what was refused is to be asked for again; then not before the next time. */
  boolean takeRetry(long nowNanos) {
    boolean due = made && refusing && nowNanos - dueNanos >= 0;
    if (due) {
      dueNanos = nowNanos + RETRY_REFUSED.toNanos();
    }
    return due;
  }

  long madeNanos() {
    return madeNanos;
  }

  void alive(long nanos) {
    aliveNanos = nanos;
  }

  /** When the server last said anything about it; when it was begun where nothing was said yet. */
  long aliveNanos() {
    return aliveNanos;
  }

  Map<String, String> revised() {
    return revised;
  }
}
