package io.millrace.relay.connector;

import java.time.Duration;
import java.util.Map;

/** What came of a request that was to change something. Texts are for people. */
public sealed interface Outcome {

  /** The document exists; the result has what the answer said of the operation's values. */
  record Done(String document, Map<String, String> result) implements Outcome {
    public Done {
      result = Map.copyOf(result);
    }

    /** Without further values. */
    public Done(String document) {
      this(document, Map.of());
    }
  }

  /** The target answered, and did not do it; the code is its own, or empty. */
  record Refused(FailureClass failureClass, String code, String text) implements Outcome {}

  /**
   * Bytes may have left, and nobody knows what came of them. The request's deadline, in nanoseconds
   * of the clock, is where {@code settle} begins to count.
   */
  record Unknown(String text, long deadline) implements Outcome {}

  /** No byte of it left. */
  record NotSent(FailureClass failureClass, String text) implements Outcome {}

  /** The target did not do it and asks for a pause of everything. */
  record RetryAfter(Duration pause, String text) implements Outcome {}
}
