package io.millrace.relay.counting;

/** What became of a hole. */
enum HoleState {
  /** A late event may fill it, a person may decide it. */
  OPEN,
  /** A late event filled it. */
  FILLED,
  /** A person posted it without events. */
  POSTED,
  /** A person decided that nothing is to be posted. */
  IGNORED
}
