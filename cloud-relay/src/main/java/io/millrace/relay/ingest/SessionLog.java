package io.millrace.relay.ingest;

import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that sessions begin and end, each sentence once a minute and agent. Any thread. */
final class SessionLog {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

  private final Pace pace;

  SessionLog(Clock clock) {
    this.pace = new Pace(clock);
  }

  void said(LiveSession session, String sentence) {
    pace.due(session.peer().agent() + sentence)
        .ifPresent(
            more ->
                LOG.atInfo()
                    .addKeyValue("agent", session.peer().agent())
                    .addKeyValue("plant", session.peer().plant())
                    .addKeyValue("session", session.number())
                    .addKeyValue("more", more)
                    .log("{}", sentence));
  }
}
