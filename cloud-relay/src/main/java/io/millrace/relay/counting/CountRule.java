package io.millrace.relay.counting;

/** What was decided about a stretch of a count; the name stands in traces and in the database. */
public enum CountRule {
  /** New in its counter's chain: flows see it. */
  PASSED,
  /** Counted before: the original stays in the log, flows never see it. */
  REPEATED,
  /** Nobody said for which order: withheld for a person. */
  NO_ORDER,
  /** More than one turn of the register was possible: withheld for a person. */
  UNCERTAIN,
  /** Another generation had taken the place of the count's own: withheld for a person. */
  OVERTAKEN,
  /** Another agent owns the counter: withheld until the counter is moved. */
  OWNER,
  /** A person had already decided about the hole that this fills. */
  HOLE_DECIDED,
  /** Came after the end of its order, and the flow leaves such counts to a person. */
  LATE,
  /** A flow's condition had no value for it: withheld for a person. */
  UNDECIDED,
  /** Passed, but the run that took it ended before a document carried it. */
  GIVEN_UP,
  /** Breaks the contract of a count: nothing can be derived from it. */
  INVALID;

  /** Whether a person has to decide before it can be posted. */
  public boolean isWithheld() {
    return this != PASSED && this != REPEATED && this != GIVEN_UP;
  }
}
