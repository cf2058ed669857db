package io.millrace.relay.casework;

/** Kinds of questions. The name is what people and the API see. */
public enum CaseClass {
  /** A counter went on above where it had ended: what lies between was never received. */
  COUNTER_HOLE,
  /**
   * A counter was reset: what it counted since the last reading before, or for whom, is unknown.
   */
  COUNTER_RESET,
  /** An agent began without state: the difference to the last known value is open. */
  COUNTER_BASELINE,
  /** More than one turn of the register was possible between two readings. */
  COUNT_UNCERTAIN,
  /** A count went on below where it had ended: that part is logged, not posted. */
  COUNT_REPEATED,
  /** Pieces were made while the machine had no order. */
  NO_ORDER,
  /** Counts arrived for an order whose end was already confirmed. */
  LATE_COUNT,
  /** Another agent reports on a counter whose generation it does not own. */
  COUNTER_OWNER,
  /** Two runs of one agent claim the same predecessor. */
  AGENT_FORK,
  /** The relay has less than the agent heard acknowledged. */
  RELAY_RESTORED,
  /** The target holds more than one document with our reference. */
  DUPLICATE,
  /** Nobody can say whether the target did it. */
  UNKNOWN_OUTCOME,
  /** The target refused the content. */
  DATA,
  /** The target does not know a key that we sent. */
  MASTER_DATA_MISSING,
  /** The target refused for its own reasons. */
  REJECTED,
  /** The target refuses our credentials. */
  AUTH,
  /** A step of a flow, or its condition, had no value for what came. */
  FLOW_STOPPED,
  /** A run has waited longer for an event than its flow allows. */
  WAIT_OVERDUE
}
