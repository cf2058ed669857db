package io.millrace.edge.uplink;

import io.millrace.edge.journal.StreamName;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishResponse;
import java.time.Duration;
import java.time.Instant;

/** What comes from a connection; the number tells it from those of connections before. */
sealed interface LineEvent {

  int connection();

  /**
   * The relay opened the session: the answer was here at that moment, and so long after the request
   * had left on a connection that stood.
   */
  record Opened(int connection, OpenSessionResponse response, Instant answeredAt, Duration trip)
      implements LineEvent {

    /**
     * The relay's clock minus ours in milliseconds, wrong by half the trip at most: the relay read
     * its clock between request and answer, taken to be in the middle.
     */
    long skewMillis() {
      return response.getRelayTimeMs() - answeredAt.minus(trip.dividedBy(2)).toEpochMilli();
    }
  }

  /** A stream's call brought a message. */
  record Incoming(int connection, StreamName stream, PublishResponse message)
      implements LineEvent {}

  /** The session was not opened, or a stream's call ended. */
  record Ended(int connection, Failure failure) implements LineEvent {}
}
