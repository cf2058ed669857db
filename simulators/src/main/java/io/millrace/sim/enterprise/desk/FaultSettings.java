package io.millrace.sim.enterprise.desk;

import java.time.Duration;

/**
 * How likely each fault is per request, 0 to 1, together at most 1; at most one happens. Times of 0
 * are the defaults.
 *
 * @param timeoutMs the client's timeout of a request
 * @param settleMs after that timeout a document is findable within this time or never comes
 * @param webhookTwice per webhook, with {@code webhookWrongSignature} at most 1; only where there
 *     are webhooks
 */
public record FaultSettings(
    double latency,
    double rate,
    double unavailable,
    double lock,
    double dropAfterCommit,
    double lateWithinSettle,
    double lateBeyondSettle,
    double tokenExpiry,
    long timeoutMs,
    long settleMs,
    long retryAfterMs,
    long latencyMs,
    double webhookTwice,
    double webhookWrongSignature) {
  static final FaultSettings CLEAR = new FaultSettings(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final long TIMEOUT_MS = 1_000;
  private static final long SETTLE_MS = 2_000;
  private static final long RETRY_AFTER_MS = 500;
  private static final long LATENCY_MS = 300;
  private static final long TIME_MAX_MS = 20_000;

  /** IllegalArgumentException when a number is outside its bounds. */
  public FaultSettings {
    timeoutMs = time("timeoutMs", timeoutMs, TIMEOUT_MS);
    settleMs = time("settleMs", settleMs, SETTLE_MS);
    retryAfterMs = time("retryAfterMs", retryAfterMs, RETRY_AFTER_MS);
    latencyMs = time("latencyMs", latencyMs, LATENCY_MS);
    double[] chances = {
      latency,
      rate,
      unavailable,
      lock,
      dropAfterCommit,
      lateWithinSettle,
      lateBeyondSettle,
      tokenExpiry
    };
    checkSum(chances);
    checkSum(webhookTwice, webhookWrongSignature);
    if (settleMs <= FaultSwitch.INDEX_LAG_MAX_MS + FaultSwitch.MARGIN_MS) {
      throw new IllegalArgumentException("settleMs " + settleMs + " is not above the index's lag");
    }
  }

  /** How likely that fault is. */
  double chance(Fault fault) {
    return switch (fault) {
      case LATENCY -> latency;
      case RATE -> rate;
      case UNAVAILABLE -> unavailable;
      case LOCK -> lock;
      case DROP_AFTER_COMMIT -> dropAfterCommit;
      case LATE_WITHIN_SETTLE -> lateWithinSettle;
      case LATE_BEYOND_SETTLE -> lateBeyondSettle;
      case TOKEN_EXPIRY -> tokenExpiry;
      case NONE, ABANDONED, WEBHOOK_TWICE, WEBHOOK_WRONG_SIGNATURE -> 0;
    };
  }

  /** From arrival to the moment from which a document can no longer appear. */
  Duration limit() {
    return Duration.ofMillis(timeoutMs + settleMs);
  }

  /** Whether one of the webhook's faults is wanted. */
  boolean concernsWebhooks() {
    return webhookTwice > 0 || webhookWrongSignature > 0;
  }

  private static void checkSum(double... chances) {
    double sum = 0;
    for (double chance : chances) {
      if (!(chance >= 0)) {
        throw new IllegalArgumentException("a chance of " + chance + " is not within 0 to 1");
      }
      sum += chance;
    }
    if (!(sum <= 1)) {
      throw new IllegalArgumentException("the chances sum up to " + sum + ", at most 1");
    }
  }

  private static long time(String key, long value, long byDefault) {
    if (value < 0 || value > TIME_MAX_MS) {
      throw new IllegalArgumentException(key + " " + value + " is not within 0 to " + TIME_MAX_MS);
    }
    return value == 0 ? byDefault : value;
  }
}
