package io.millrace.edge.source;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Seldom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a source is lost, said once a minute at most. One owner thread. */
public final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final String source;
  private final Seldom complaints = new Seldom();
  private boolean open;
  private boolean logged;
  private long sinceNanos;

  /** Of that source, which is not lost. */
  public Outage(String source) {
    this.source = source;
  }

  /** Lost, for that reason; whether it was not lost before. */
  public boolean begins(ErrorCode code, String reason, long nowNanos) {
    if (open) {
      return false;
    }
    open = true;
    sinceNanos = nowNanos;
    logged = complaints.lets(nowNanos);
    if (logged) {
      LOG.atWarn()
          .addKeyValue("source", source)
          .addKeyValue("code", code)
          .addKeyValue("reason", reason)
          .addKeyValue("repeated", complaints.repeated())
          .log("source lost");
    }
    return true;
  }

  /** It answers; nothing when it was not lost. */
  public void ends() {
    if (open && logged) {
      LOG.atInfo().addKeyValue("source", source).log("source answers");
    }
    open = false;
  }

  /** Whether it is lost, and was not yet at that moment of the monotonic clock. */
  public boolean isAfter(long nanos) {
    return open && nanos - sinceNanos < 0;
  }
}
