package io.millrace.relay.posting.lane;

/** One loaded lane, which does one thing at a time. Owned by the engine's thread. */
final class Lane {
  final long id;
  final Gate gate;

  /** Its first open posting. */
  LaneHead head;

  /** From when it may go, while it waits. */
  long due;

  /** Until when a request that runs holds the lane. */
  long leaseUntil;

  /** Number of the request that runs; 0 when none does. */
  long call;

  /** Attempt of the posting that is SENDING. */
  int attempt;

  /** Postings in a row without giving up its place. */
  int streak;

  /** Times in a row that the target was not reached. */
  int soft;

  Lane(long id, Gate gate, LaneHead head) {
    this.id = id;
    this.gate = gate;
    this.head = head;
  }

  /** There may be more behind the head than it knew when it was read. */
  void more() {
    head = new LaneHead(head.posting(), head.fence(), head.tries(), true);
  }
}
