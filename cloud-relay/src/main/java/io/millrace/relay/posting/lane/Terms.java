package io.millrace.relay.posting.lane;

import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Limits;
import io.millrace.relay.connector.Operation;
import io.millrace.relay.connector.Poison;
import io.millrace.relay.connector.UndoShape;
import io.millrace.relay.posting.Posting;
import java.time.Duration;

/**
 * What holds for one posting: its idempotency level, what a refusal does to its lane, how long
 * after a request's deadline the target may still show its document, and how long a request lasts.
 */
record Terms(Level level, Poison poison, Duration visible, Duration timeout) {

  /** A reversal has a level of its own, and never holds up its lane when it is refused. */
  static Terms of(Posting posting, Operation operation, Limits limits) {
    Duration visible = limits.settle().plus(limits.lookupLag());
    if (!posting.isUndo()) {
      return new Terms(operation.level(), operation.poison(), visible, limits.timeout());
    }
    UndoShape undo = operation.undo();
    Level level = undo == null ? Level.L4 : undo.level();
    return new Terms(level, Poison.PARK, visible, limits.timeout());
  }

  /** How long after now nothing of a request can come any more whose end nobody saw. */
  Duration unseen() {
    return timeout.plus(visible);
  }
}
