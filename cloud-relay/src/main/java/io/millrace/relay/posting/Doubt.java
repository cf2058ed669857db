package io.millrace.relay.posting;

/**
 * Whether a posting may have been made already although the database says that it was never sent,
 * because the database may be an older copy (rule J7). The place in this list is its code.
 */
public enum Doubt {
  /** None: its events came after everything that a restore could have lost. */
  NONE,
  /** It was there when the relay started: looked up before it is sent where that is possible. */
  START,
  /** The relay was restored: its outcome is unknown until the target was asked. */
  RESTORED,
  /**
   * The relay was restored, and the one before had its events: when the target has no such document
   * they may stand in one that was cut otherwise, so a person is asked.
   */
  KNOWN;

  static Doubt of(int code) {
    return values()[code];
  }

  /** Whether it starts UNKNOWN. */
  boolean isRestored() {
    return compareTo(RESTORED) >= 0;
  }
}
