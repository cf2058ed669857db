package io.millrace.relay.flow;

/** Where a run stands. The names stand in the database. */
public enum RunState {
  /** Its only posting is made, and nothing comes after it. */
  POSTED,
  /** Its step's posting is not confirmed yet. */
  CALLING,
  /** Its step waits for an event. */
  WAITING,
  /** Its step failed: a case asks. */
  STOPPED,
  /** All its steps are done, or its condition said so. */
  DONE,
  /** A person ended it. */
  ENDED
}
