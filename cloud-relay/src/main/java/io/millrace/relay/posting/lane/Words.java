package io.millrace.relay.posting.lane;

import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.Poison;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How outcomes are written down. Pure. */
final class Words {
  /** Of a posting whose operation is no longer described. */
  static final Terms NO_OPERATION = new Terms(Level.L4, Poison.BLOCK, Duration.ZERO, Duration.ZERO);

  private Words() {}

  static String of(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return "refused " + refused.failureClass();
    }
    if (outcome instanceof Outcome.NotSent notSent) {
      return "not sent " + notSent.failureClass();
    }
    if (outcome instanceof Outcome.RetryAfter) {
      return "refused " + FailureClass.RATE;
    }
    return outcome instanceof Outcome.Done ? "done" : "unknown";
  }

  static String text(Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      return done.document();
    }
    if (outcome instanceof Outcome.Refused refused) {
      return refused.text();
    }
    if (outcome instanceof Outcome.NotSent notSent) {
      return notSent.text();
    }
    if (outcome instanceof Outcome.RetryAfter pause) {
      return pause.text() + ", pause " + pause.pause().toMillis() + " ms";
    }
    return ((Outcome.Unknown) outcome).text();
  }

  static @Nullable FailureClass failure(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.failureClass();
    }
    return outcome instanceof Outcome.NotSent notSent ? notSent.failureClass() : null;
  }

  static String of(Found found) {
    if (found instanceof Found.Documents documents) {
      return "found " + documents.numbers().size();
    }
    return found instanceof Found.Absent ? "absent" : "unclear";
  }

  static String text(Found found) {
    if (found instanceof Found.Documents documents) {
      return String.join(", ", documents.numbers());
    }
    return found instanceof Found.Unclear unclear ? unclear.text() : "";
  }

  /** A search that ended without an answer is unclear. */
  static Found found(@Nullable Found answer, @Nullable Throwable thrown) {
    return answer != null ? answer : new Found.Unclear(String.valueOf(thrown), false);
  }
}
