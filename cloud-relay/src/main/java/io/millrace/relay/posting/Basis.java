package io.millrace.relay.posting;

/** What a posting's key stands on, which says how it may have been made before a restore (J7). */
public enum Basis {
  /** Ranges of counters: another run of the relay may have cut them otherwise. */
  RANGES,
  /** An event of an agent, whose id never changes: the same key finds what was made of it. */
  EVENT,
  /**
   * A message of another system: its id never changes either, but its sender repeats it without
   * saying what it heard, so that nothing shows whether it was here before.
   */
  MESSAGE
}
