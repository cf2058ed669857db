package io.millrace.relay.casework;

import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log that a person has something to decide, and that it is decided; of each class at
 * most {@link #LINES_MAX} a minute, the rest is counted. On the writer thread.
 */
final class CaseLog {
  /** Lines about opened cases of one class in a minute. */
  static final int LINES_MAX = 10;

  private static final Logger LOG = LoggerFactory.getLogger(CaseLog.class);

  private final Pace pace;

  CaseLog(Clock clock) {
    this.pace = new Pace(clock);
  }

  /** Numbers of cases come one after the other, so each line of the minute has its turn. */
  void opened(long id, NewCase asked) {
    pace.due(asked.caseClass() + "/" + id % LINES_MAX)
        .ifPresent(
            more ->
                LOG.atWarn()
                    .addKeyValue("case", id)
                    .addKeyValue("code", asked.caseClass())
                    .addKeyValue("plant", asked.plant())
                    .addKeyValue("order", asked.order())
                    .addKeyValue("title", asked.title())
                    .addKeyValue("more", more)
                    .log("case opened, a person must decide"));
  }

  void closed(long id, String caseClass, String decision) {
    pace.due("closed " + caseClass + "/" + id % LINES_MAX)
        .ifPresent(
            more ->
                LOG.atInfo()
                    .addKeyValue("case", id)
                    .addKeyValue("code", caseClass)
                    .addKeyValue("decision", decision)
                    .addKeyValue("more", more)
                    .log("case closed"));
  }
}
