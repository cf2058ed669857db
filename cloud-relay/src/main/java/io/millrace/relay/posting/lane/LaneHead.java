package io.millrace.relay.posting.lane;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.posting.Posting;

/** A lane's first open posting, its attempts, the lane's fence, and whether more stand behind. */
record LaneHead(Posting posting, long fence, int tries, boolean more) {

  /** Whether the engine has anything to do with it; else a person has. */
  boolean isRunnable() {
    return switch (posting.state()) {
      case READY, SENDING -> true;
      case UNKNOWN -> !CaseClass.UNKNOWN_OUTCOME.name().equals(posting.failureClass());
      default -> false;
    };
  }
}
