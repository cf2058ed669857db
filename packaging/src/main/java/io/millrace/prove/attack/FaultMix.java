package io.millrace.prove.attack;

import io.millrace.prove.line.LineSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often, from 0 to 1, a business system answers in each wrong way. */
public record FaultMix(Map<String, Double> shares) {
  public static final String DROP_AFTER_COMMIT = "dropAfterCommit";
  public static final String LATE_WITHIN_SETTLE = "lateWithinSettle";
  public static final String LATE_BEYOND_SETTLE = "lateBeyondSettle";

  private static final String LATENCY = "latency";

  /** Kept free of the sum of all, which may be 1 at most. */
  private static final double ROUNDING = 1e-6;

  /** None. */
  public static final FaultMix NONE = new FaultMix(Map.of());

  /** All that a target may do and still keep the assumption of J6. */
  public static final FaultMix WITHIN_REASON =
      new FaultMix(
          Map.of(
              LATENCY,
              0.08,
              "rate",
              0.02,
              "unavailable",
              0.02,
              "lock",
              0.02,
              DROP_AFTER_COMMIT,
              0.10,
              LATE_WITHIN_SETTLE,
              0.03,
              "tokenExpiry",
              0.01));

  /** Commits when nobody looks any more: what J6 cannot prevent, only find. */
  public static final FaultMix BEYOND_SETTLE = new FaultMix(Map.of(LATE_BEYOND_SETTLE, 0.10));

  public FaultMix {
    shares = Map.copyOf(shares);
  }

  /** The same, and whatever it does not answer wrongly takes nearly as long as a client waits. */
  Map<String, Number> slow(LineSettings.Target target, String system) {
    Map<String, Number> request = request(target, system);
    double others = shares.values().stream().mapToDouble(share -> share).sum();
    double latency = shares.getOrDefault(LATENCY, 0.0);
    request.put(LATENCY, Math.max(0, 1 - others + latency - ROUNDING));
    request.put("latencyMs", target.timeout().toMillis() * 4 / 5);
    return request;
  }

  /** The same for a system by name; a QMS also tells twice, and is imitated by others. */
  Map<String, Number> request(LineSettings.Target target, String system) {
    Map<String, Number> request = request(target);
    if (!shares.isEmpty() && system.equals("qms")) {
      request.put("webhookTwice", 0.2);
      request.put("webhookWrongSignature", 0.2);
    }
    return request;
  }

  /** As a simulator takes it, for a client with those limits. */
  public Map<String, Number> request(LineSettings.Target target) {
    Map<String, Number> request = new LinkedHashMap<>(shares);
    if (!shares.isEmpty()) {
      request.put("timeoutMs", target.timeout().toMillis());
      request.put("settleMs", target.settle().toMillis());
      request.put("retryAfterMs", 1_000);
      request.put("latencyMs", 300);
    }
    return request;
  }
}
