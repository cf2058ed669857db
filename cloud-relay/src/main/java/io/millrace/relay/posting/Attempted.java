package io.millrace.relay.posting;

import java.time.Instant;

/** An attempt to be ended: 0 as its number when it was not written down at its start. */
public record Attempted(String kind, int number, Instant startedAt, String outcome, String text) {
  public static final String SEND = "send";
  public static final String VERIFY = "verify";
  public static final String RECOUNT = "recount";
}
