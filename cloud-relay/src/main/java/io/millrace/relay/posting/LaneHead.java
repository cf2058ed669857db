package io.millrace.relay.posting;

/** A lane's first open posting, its attempts, the lane's fence, and whether more stand behind. */
public record LaneHead(Posting posting, long fence, int tries, boolean more) {

  /** Whether the engine has anything to do with it; else a person has. */
  public boolean isRunnable() {
    return switch (posting.state()) {
      case READY, SENDING -> true;
      case UNKNOWN -> !Questions.UNKNOWN_OUTCOME.equals(posting.failureClass());
      default -> false;
    };
  }
}
