package io.millrace.relay.posting.lane;

import java.time.Instant;

/** An attempt to be ended: 0 as its number when it was not written down at its start. */
record Attempted(String kind, int number, Instant startedAt, String outcome, String text) {
  static final String SEND = "send";
  static final String VERIFY = "verify";
  static final String RECOUNT = "recount";
}
