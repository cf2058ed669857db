package io.millrace.relay.posting;

/**
 * Whether a posting may have been made already although the database says that it was never sent,
 * because the database may be an older copy (rule J7). The codes stand in the database and never
 * change.
 */
public enum Doubt {
  /** None: its events came after everything that a restore could have lost. */
  NONE(0),
  /** It was there when the relay started: looked up before it is sent where that is possible. */
  START(1),
  /** The relay was restored: its outcome is unknown until the target was asked. */
  RESTORED(2),
  /**
   * The relay was restored, and the one before had its events, or may have had them: when nobody
   * finds such a document their pieces may stand in one that was cut otherwise, so a person is
   * asked.
   */
  KNOWN(3);

  private final int code;

  Doubt(int code) {
    this.code = code;
  }

  /** As it stands in the database. */
  public int code() {
    return code;
  }

  static Doubt of(int code) {
    return switch (code) {
      case 0 -> NONE;
      case 1 -> START;
      case 2 -> RESTORED;
      default -> KNOWN;
    };
  }

  /** Whether it starts UNKNOWN. */
  public boolean isRestored() {
    return compareTo(RESTORED) >= 0;
  }
}
