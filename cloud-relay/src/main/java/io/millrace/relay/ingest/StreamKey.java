package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.Set;

/** A stream of an agent. */
public record StreamKey(String agent, String stream) {
  static final String EVENTS = "events";
  static final String TELEMETRY = "telemetry";

  private static final Set<String> STREAMS = Set.of(EVENTS, TELEMETRY);

  /** BATCH_INVALID for a stream that does not exist. */
  public StreamKey {
    if (!STREAMS.contains(stream)) {
      throw new MillraceException(ErrorCode.BATCH_INVALID, "no stream '" + stream + "'");
    }
  }
}
