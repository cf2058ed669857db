package io.millrace.edge.journal;

import java.util.Locale;

/** The two streams. Events never yield to telemetry. */
public enum StreamName {
  EVENTS,
  TELEMETRY;

  /** As it stands in folders and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
