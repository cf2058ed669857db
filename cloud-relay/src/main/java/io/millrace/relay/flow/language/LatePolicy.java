package io.millrace.relay.flow.language;

/** What a flow does with a count that arrives after the end of its order. */
public enum LatePolicy {
  /** Posts it to that order by itself. */
  POST,
  /** Leaves it to a person. */
  CASE
}
