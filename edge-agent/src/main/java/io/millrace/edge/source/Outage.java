package io.millrace.edge.source;

import io.millrace.base.error.ErrorCode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a source is lost. The log has one line at its begin and one at its end, of {@link
 * #AT_ONCE_MAX} in a row and then of one a minute; one that was held back is said when its turn has
 * come while it lasts. One owner thread.
 */
public final class Outage {
  /** Outages of one source that are said one after the other; then one a minute. */
  static final int AT_ONCE_MAX = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final long REGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  private final String source;
  private final String address;
  private int turns = AT_ONCE_MAX;
  private long turnNanos;
  private long heldBack;
  private boolean open;
  private boolean logged;
  private long sinceNanos;

  /** Of that source, which is not lost, with the address that a person knows it by. */
  public Outage(String source, String address) {
    this.source = source;
    this.address = address;
  }

  /**
   * Lost, for that reason; whether it was not lost before. To be told again with each attempt that
   * fails.
   */
  public boolean begins(ErrorCode code, String error, long nowNanos) {
    boolean isNew = !open;
    if (isNew) {
      open = true;
      logged = false;
      sinceNanos = nowNanos;
      heldBack++;
    }
    if (!logged && takeTurn(nowNanos)) {
      logged = true;
      LOG.atWarn()
          .addKeyValue("source", source)
          .addKeyValue("address", address)
          .addKeyValue("code", code)
          .addKeyValue("error", error)
          .addKeyValue("repeated", heldBack - 1)
          .log("source does not answer");
      heldBack = 0;
    }
    return isNew;
  }

  private boolean takeTurn(long nowNanos) {
    if (turns == AT_ONCE_MAX) {
      turnNanos = nowNanos;
    }
    while (turns < AT_ONCE_MAX && nowNanos - turnNanos >= REGAIN_NANOS) {
      turns++;
      turnNanos = turns == AT_ONCE_MAX ? nowNanos : turnNanos + REGAIN_NANOS;
    }
    if (turns == 0) {
      return false;
    }
    turns--;
    return true;
  }

  /** It answers; nothing when it was not lost. */
  public void ends() {
    if (open && logged) {
      LOG.atInfo()
          .addKeyValue("source", source)
          .addKeyValue("address", address)
          .log("source answers");
    }
    open = false;
  }

  /** Whether it is lost, and was not yet at that moment of the monotonic clock. */
  public boolean isAfter(long nanos) {
    return open && nanos - sinceNanos < 0;
  }
}
