package io.millrace.relay.posting.lane;

import io.millrace.relay.casework.CaseClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What becomes of a posting after an attempt. Delays count from now, on the monotonic clock. */
sealed interface Verdict {

  /**
   * The document exists; surplus ones are a case. With {@code recount} documents are counted later,
   * because the posting was sent more than once. The result is what the target said beside.
   */
  record Confirm(String document, Map<String, String> result, List<String> surplus, boolean recount)
      implements Verdict {
    public Confirm {
      result = Map.copyOf(result);
      surplus = List.copyOf(surplus);
    }

    /** Without further values. */
    Confirm(String document, List<String> surplus, boolean recount) {
      this(document, Map.of(), surplus, recount);
    }
  }

  /** READY again after the delay; {@code burn} counts the failure, {@code unknown} an outcome. */
  record Again(Duration delay, boolean burn, boolean unknown, String failure, String text)
      implements Verdict {}

  /**
   * UNKNOWN: the target is asked after the delay; {@code fresh} when it was sent just now, {@code
   * ask} when a person is to be asked too.
   */
  record Verify(Duration delay, boolean fresh, boolean ask, String text) implements Verdict {}

  /** A person decides. */
  record Raise(CaseClass caseClass, String text) implements Verdict {}
}
