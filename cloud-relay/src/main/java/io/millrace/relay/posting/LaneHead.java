package io.millrace.relay.posting;

/** A lane's first open posting, the lane's fence, and whether more stand behind it. */
record LaneHead(Posting posting, long fence, boolean more) {

  /** Whether the engine has anything to do with it; else a person has. */
  boolean isRunnable() {
    return switch (posting.state()) {
      case READY, SENDING -> true;
      case UNKNOWN -> !Questions.UNKNOWN_OUTCOME.equals(posting.failureClass());
      default -> false;
    };
  }
}
