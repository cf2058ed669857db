package io.millrace.edge.source.opcua.server;

import io.millrace.edge.reading.Reading;
import java.time.Instant;

/**
 * One value of one item as the server queued it. {@code at} is the source's time of it, or the
 * server's where the source has none; {@code overflow} says that the server dropped others before
 * it (OPC 10000-4, 7.39.1).
 */
public record Sample(Reading reading, Instant at, boolean overflow) {

  public String tag() {
    return reading.tag();
  }
}
