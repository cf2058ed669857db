package io.millrace.sim.enterprise.desk;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Draws what happens to each request, by the seed and in the order of requests. One owner thread.
 */
public final class FaultSwitch {
  /** A document is found by its reference at most so long after its commit. */
  static final long INDEX_LAG_MAX_MS = 1_000;

  /** What is kept free before a time limit, for the network and the disk. */
  static final long MARGIN_MS = 200;

  private static final long AFTER_TIMEOUT_MS = 50;
  private static final long BEYOND_MS = 1_000;

  private final SplittableRandom random;
  private final SplittableRandom webhooks;
  private FaultSettings settings = FaultSettings.CLEAR;

  FaultSwitch(long seed) {
    this.random = new SplittableRandom(seed);
    this.webhooks = new SplittableRandom(~seed);
  }

  FaultSettings settings() {
    return settings;
  }

  void set(FaultSettings next) {
    settings = next;
  }

  /** What happens to the next request. */
  Draw draw() {
    double at = random.nextDouble();
    Duration lag = Duration.ofMillis(random.nextLong(INDEX_LAG_MAX_MS));
    double share = random.nextDouble();
    for (Fault fault : Fault.values()) {
      double chance = settings.chance(fault);
      if (at < chance) {
        return new Draw(fault, delay(fault, lag, share), lag);
      }
      at -= chance;
    }
    return new Draw(Fault.NONE, Duration.ZERO, lag);
  }

  /** What happens to the next webhook: one of its two faults, or none. */
  public Fault drawForWebhook() {
    double at = webhooks.nextDouble();
    if (at < settings.webhookTwice()) {
      return Fault.WEBHOOK_TWICE;
    }
    return at < settings.webhookTwice() + settings.webhookWrongSignature()
        ? Fault.WEBHOOK_WRONG_SIGNATURE
        : Fault.NONE;
  }

  private Duration delay(Fault fault, Duration lag, double share) {
    long earliest = settings.timeoutMs() + AFTER_TIMEOUT_MS;
    long latest = settings.limit().toMillis() - lag.toMillis() - MARGIN_MS * 2;
    long ms =
        switch (fault) {
          case LATENCY -> settings.latencyMs();
          case LATE_WITHIN_SETTLE -> earliest + Math.round(share * Math.max(0, latest - earliest));
          case LATE_BEYOND_SETTLE -> settings.limit().toMillis() + INDEX_LAG_MAX_MS + BEYOND_MS;
          default -> 0;
        };
    return Duration.ofMillis(ms);
  }

  /**
   * What was drawn.
   *
   * @param delay from arrival to the commit
   * @param indexLag from the commit until the document is found by its reference
   */
  record Draw(Fault fault, Duration delay, Duration indexLag) {}
}
