package io.millrace.edge.uplink;

import io.millrace.edge.journal.StreamName;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishResponse;

/** What comes from a connection; the number tells it from those of connections before. */
sealed interface LineEvent {

  int connection();

  /** The relay opened the session. */
  record Opened(int connection, OpenSessionResponse response) implements LineEvent {}

  /** A stream's call brought a message. */
  record Incoming(int connection, StreamName stream, PublishResponse message)
      implements LineEvent {}

  /** The session was not opened, or a stream's call ended. */
  record Ended(int connection, Failure failure) implements LineEvent {}
}
