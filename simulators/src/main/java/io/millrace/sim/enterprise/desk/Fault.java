package io.millrace.sim.enterprise.desk;

/** What happens to one request that wants a document; drawn by {@link FaultSwitch}. */
public enum Fault {
  /** Committed and answered at once. */
  NONE("none"),
  /** Committed and answered a little late, before the client's timeout. */
  LATENCY("latency"),
  /** 429 with Retry-After; nothing done. */
  RATE("rate"),
  /** 503; nothing done. */
  UNAVAILABLE("unavailable"),
  /** 423; nothing done. */
  LOCK("lock"),
  /** Committed, then the connection closes without an answer. */
  DROP_AFTER_COMMIT("dropAfterCommit"),
  /** Committed after the client's timeout and findable within settle of it; no answer. */
  LATE_WITHIN_SETTLE("lateWithinSettle"),
  /** Committed when nobody looks any more; no answer. */
  LATE_BEYOND_SETTLE("lateBeyondSettle"),
  /** 401, and every token is void; nothing done. */
  TOKEN_EXPIRY("tokenExpiry"),
  /** Not drawn: a commit given up because it would have come after its time limit. */
  ABANDONED("abandoned"),
  /** Not drawn for a request: a webhook that was answered is sent again. */
  WEBHOOK_TWICE("webhookTwice"),
  /** Not drawn for a request: a webhook is sent with a wrong signature first. */
  WEBHOOK_WRONG_SIGNATURE("webhookWrongSignature");

  private final String key;

  Fault(String key) {
    this.key = key;
  }

  /** Its name in settings and statistics. */
  String key() {
    return key;
  }
}
