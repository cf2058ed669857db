package io.millrace.relay.posting;

import io.millrace.relay.casework.CaseClass;
import java.time.Duration;
import java.util.List;

/** What becomes of a posting after an attempt. Delays count from now, on the monotonic clock. */
sealed interface Verdict {

  /**
   * The document exists; surplus ones are a case. With {@code recount} documents are counted later,
   * because the posting was sent more than once.
   */
  record Confirm(String document, List<String> surplus, boolean recount) implements Verdict {
    public Confirm {
      surplus = List.copyOf(surplus);
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
