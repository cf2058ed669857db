package io.millrace.relay.connector;

/** What a refusal means; decides what happens next. */
public enum FailureClass {
  /** Nobody is there, or it says so. Opens the breaker, burns no attempt. */
  DEST_DOWN,
  /** It refuses our credentials. Opens the breaker, burns no attempt. */
  AUTH,
  /** Too many requests: the whole target pauses, burns no attempt. */
  RATE,
  /** Someone holds the record. */
  LOCKED,
  /** Will probably pass. */
  TRANSIENT,
  /** The content is refused. */
  DATA,
  /** A key that we sent is not known there. */
  MASTER_DATA_MISSING,
  /** Refused for its own reasons. */
  REJECTED,
  /** Nobody can say whether it was done. */
  UNKNOWN
}
