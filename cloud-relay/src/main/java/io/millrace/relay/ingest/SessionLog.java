package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Says that sessions begin and end, each sentence once a minute and agent. Any thread. */
final class SessionLog {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

  private final Pace pace;

  SessionLog(Clock clock) {
    this.pace = new Pace(clock);
  }

  void opened(LiveSession session) {
    about(session, "opened").ifPresent(line -> line.log("session opened"));
  }

  /** All its streams ended while the relay was stopping. */
  void ended(LiveSession session) {
    about(session, "ended").ifPresent(line -> line.log("session ended"));
  }

  /** All its streams ended, by the agent or by the network: nothing tells which. */
  void lost(LiveSession session) {
    about(session, "lost").ifPresent(line -> line.log("session lost"));
  }

  /** The relay ended it. */
  void closed(LiveSession session, ErrorCode reason) {
    about(session, reason.name())
        .ifPresent(line -> line.addKeyValue("code", reason).log("session closed by the relay"));
  }

  private Optional<LoggingEventBuilder> about(LiveSession session, String what) {
    OptionalLong more = pace.due(session.peer().agent() + "/" + what);
    return more.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LOG.atInfo()
                .addKeyValue("agent", session.peer().agent())
                .addKeyValue("plant", session.peer().plant())
                .addKeyValue("session", session.number())
                .addKeyValue("more", more.getAsLong()));
  }
}
