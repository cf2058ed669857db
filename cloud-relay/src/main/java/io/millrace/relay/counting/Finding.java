package io.millrace.relay.counting;

/** Something about a count that a person must hear of. */
sealed interface Finding {

  /** The chain went on above where it had ended. */
  record HoleFound(Generation generation, long from, long to) implements Finding {}

  /** An agent began without state, and the register is above or below the last known value. */
  record BaselineFound(Generation before, long steps) implements Finding {}

  /** The chain of a generation begins in the middle: its opening event is not here. */
  record BeginningMissing() implements Finding {}

  /** The count's generation follows one of which nothing is here. */
  record PreviousMissing() implements Finding {}

  /** The register was reset; so many steps of the count since are under that rule. */
  record ResetFound(CountRule rule, long steps) implements Finding {}

  /** Another agent owns the counter. */
  record OwnerFound(String owner) implements Finding {}

  /** Stretches of the count are under this rule. */
  record Withheld(CountRule rule, long steps) implements Finding {}
}
