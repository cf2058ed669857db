package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is refused and says so, once a minute for each agent and code. Any thread. */
public final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private final IngestCounts counts = new IngestCounts();
  private final Pace pace;

  /** For one ingest and its listener; the clock spaces lines. */
  public RefusalLog(Clock clock) {
    this.pace = new Pace(clock);
  }

  /** What is refused is counted among these. */
  IngestCounts counts() {
    return counts;
  }

  /** A connection above the listener's limit. */
  public void crowded() {
    counts.add(IngestCounts.CONNECTIONS_ABOVE_LIMIT, 1);
  }

  /** A call, session or batch of that agent, which is empty when nobody knows whose. */
  public void refused(String agent, MillraceException reason) {
    counts.refused(reason.code());
    pace.due(agent + reason.code())
        .ifPresent(
            more ->
                LOG.atWarn()
                    .addKeyValue("agent", agent)
                    .addKeyValue("code", reason.code())
                    .addKeyValue("detail", reason.detail())
                    .addKeyValue("more", more)
                    .log("refused"));
  }

  /** A connection that ended before it had shown a certificate and spoken HTTP/2. */
  public void connection(@Nullable SocketAddress remote) {
    counts.add(IngestCounts.CONNECTIONS_REFUSED, 1);
    pace.due("connections")
        .ifPresent(
            more ->
                LOG.atWarn()
                    .addKeyValue("code", ErrorCode.FRAME_INVALID)
                    .addKeyValue("remote", remote)
                    .addKeyValue("more", more)
                    .log("connection closed: no TLS, no certificate of ours, or malformed frames"));
  }
}
