package io.millrace.relay.flow;

import java.time.Instant;

/**
 * One way through a flow: begun by a window, a decision or an event. {@code step} is the place at
 * which it stands, -1 while the flow's own condition failed; {@code basis} is what keeps its
 * effects apart from those of all other runs; {@code reason} says why it stopped or ended.
 */
public record Run(
    long id,
    String flow,
    int version,
    String digest,
    String plant,
    String equipment,
    String order,
    Instant openedAt,
    Instant closedAt,
    String closedBy,
    RunState state,
    int step,
    long position,
    String basis,
    String content,
    String reason) {
  static final int CONDITION = -1;

  /** What {@code closedBy} says of a run that an event began. */
  static final String BY_EVENT = "EVENT";

  /** Whether an event began it, whose id is its basis then. */
  boolean isBegunByEvent() {
    return closedBy.equals(BY_EVENT);
  }
}
