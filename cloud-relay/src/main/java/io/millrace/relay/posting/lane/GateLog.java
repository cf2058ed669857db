package io.millrace.relay.posting.lane;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

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
    pace.due(failure.name())
        .ifPresent(
            more -> {
              isSaid = true;
              if (failure == FailureClass.AUTH) {
                about(LOG.atError(), ErrorCode.TARGET_REFUSED, text, more)
                    .addKeyValue("secret", Questions.secret(target))
                    .log("target refuses our credentials, postings wait");
              } else {
                about(LOG.atWarn(), ErrorCode.TARGET_UNREACHABLE, text, more)
                    .log("target does not answer, postings wait");
              }
            });
  }

  private LoggingEventBuilder about(
      LoggingEventBuilder line, ErrorCode code, String text, long more) {
    return line.addKeyValue("target", target.target())
        .addKeyValue("code", code)
        .addKeyValue("detail", text)
        .addKeyValue("more", more);
  }

  /** The breaker closed; said only when it was said that it had opened. */
  void closed() {
    if (isSaid) {
      isSaid = false;
      LOG.atInfo().addKeyValue("target", target.target()).log("target answers again");
    }
  }
}
