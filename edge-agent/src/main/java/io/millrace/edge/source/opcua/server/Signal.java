package io.millrace.edge.source.opcua.server;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the library's threads tell a source. A subscription goes by its number; each time it is made
 * anew it has another {@code life}, and what comes of an earlier one is ignored.
 */
public sealed interface Signal {

  /** Connected and logged in. */
  record Opened(Session session) implements Signal {}

  /** Not connected; the attempt is over. */
  record Failed(String reason) implements Signal {}

  /** The session of an open client is there again. */
  record Up() implements Signal {}

  /** The session of an open client does not answer; the library tries to get it back. */
  record Down() implements Signal {}

  /** Values in the order of the server, with the agent's clocks at their arrival. */
  record Values(int subscription, long life, List<Sample> samples, long nanos, Instant at)
      implements Signal {}

  /** The server says that nothing changed. */
  record Alive(int subscription, long life, long nanos, Instant at) implements Signal {}

  /** Values were sent that did not arrive and cannot be had again. */
  record Missed(int subscription, long life) implements Signal {}

  /** The server no longer has the subscription. */
  record Gone(int subscription, long life, String reason) implements Signal {}

  /** Made; refused items are tried again later. */
  record Made(int subscription, long life, Map<String, String> revised, Map<String, String> refused)
      implements Signal {}

  /** Could not be made. */
  record NotMade(int subscription, long life, String reason) implements Signal {}
}
