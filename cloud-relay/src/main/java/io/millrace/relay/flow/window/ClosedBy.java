package io.millrace.relay.flow.window;

/** Why a window became a run; the name stands in traces. */
public enum ClosedBy {
  /** It had gathered enough. */
  PIECES,
  /** It had been open long enough. */
  AGE,
  /** Its machine went on to another order. */
  ORDER_CHANGE,
  /** One of its counters began another generation. */
  GENERATION_CHANGE,
  /** Another unit of measure. */
  UNIT_CHANGE,
  /** Another day in the plant. */
  DATE_CHANGE,
  /** Its flow has another version, or is gone. */
  FLOW_CHANGE,
  /** The relay was about to stop. */
  DRAIN,
  /** A person decided. */
  DECISION
}
