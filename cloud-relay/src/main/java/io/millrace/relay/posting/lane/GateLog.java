package io.millrace.relay.posting.lane;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a target is not asked for now, and why, and that it is asked again: each at
 * most once a minute. Owned by the engine's thread.
 */
final class GateLog {
  private static final Logger LOG = LoggerFactory.getLogger(GateLog.class);

  private final Target target;
  private final Pace pace;
  private boolean isSaid;

  GateLog(Target target, Clock clock) {
    this.target = target;
    this.pace = new Pace(clock);
  }

  /** The breaker opened, perhaps again. */
  void opened(FailureClass failure, String text) {
    boolean refused = failure == FailureClass.AUTH;
    pace.due(failure.name())
        .ifPresent(
            more -> {
              isSaid = true;
              (refused ? LOG.atError() : LOG.atWarn())
                  .addKeyValue("target", target.target())
                  .addKeyValue(
                      "code", refused ? ErrorCode.TARGET_REFUSED : ErrorCode.TARGET_UNREACHABLE)
                  .addKeyValue("more", more)
                  .log(
                      "{}, postings wait: {}",
                      refused
                          ? "target refuses our credentials (" + Questions.secret(target) + ")"
                          : "target does not answer",
                      text);
            });
  }

  /** The breaker closed; said only when it was said that it had opened. */
  void closed() {
    if (isSaid) {
      isSaid = false;
      LOG.atInfo().addKeyValue("target", target.target()).log("target answers again");
    }
  }
}
