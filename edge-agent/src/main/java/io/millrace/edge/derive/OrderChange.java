package io.millrace.edge.derive;

/** Which order gets what was counted between the last reading of one and the first of the next. */
public enum OrderChange {
  PREVIOUS,
  NEXT
}
