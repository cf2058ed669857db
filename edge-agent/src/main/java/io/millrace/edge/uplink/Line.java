package io.millrace.edge.uplink;

import io.millrace.edge.journal.StreamName;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.PublishRequest;

/**
 * A connection to the relay, as the dialogue uses it. One thread; never blocks; what happens is
 * told by {@link LineEvent}s with the connection's number.
 */
interface Line {

  /** Leaves the connection before, if any, and asks for a session at that address. */
  void open(int connection, String address, OpenSessionRequest request);

  /** Begins the call of a stream. */
  void start(StreamName stream, long session);

  /** Whether the call takes more without buffering it. */
  boolean isReady(StreamName stream);

  /** Sends on the stream's call. */
  void send(StreamName stream, PublishRequest request);

  /** Ends all of the connection at once. */
  void hangUp();
}
