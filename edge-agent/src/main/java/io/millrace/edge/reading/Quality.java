package io.millrace.edge.reading;

/** How far a reading may be trusted. */
public enum Quality {
  GOOD,
  UNCERTAIN,
  BAD
}
