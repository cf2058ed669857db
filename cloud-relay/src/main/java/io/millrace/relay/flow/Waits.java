package io.millrace.relay.flow;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.NewCase;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Expression;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.store.Columns;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Runs that wait for events, and the events that any run may wait for, found by what is compared:
 * so an event that came before its run began to wait is found too, if not before the run. On the
 * writer thread.
 */
final class Waits {
  /** Events that one beginning wait looks at. */
  static final int HEARD_MAX = 1_000;

  /** Overdue waits told in one transaction. */
  static final int TOLD_MAX = 1_000;

  private static final String ANY_PLANT = "";

  private final EventLog log;
  private final Cases cases;

  Waits(EventLog log, Cases cases) {
    this.log = log;
    this.cases = cases;
  }

  /** Whether what the run waits for has come already; if not, it is put down. */
  boolean begin(Handle handle, Running running, Step.Wait wait, Instant now) {
    String key = wait.ours().filled(running.names());
    String plant = wait.anyPlant() ? ANY_PLANT : running.run().plant();
    for (LoggedEvent logged : log.at(handle, heard(handle, wait, key, plant))) {
      if (fits(running, wait, logged)) {
        running.content().meet(logged.position(), wait.name());
        return true;
      }
    }
    handle.execute(
        "INSERT OR REPLACE INTO flow_wait (run, expression, key, plant, due_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        running.run().id(),
        wait.expression(),
        key,
        plant,
        now.plus(wait.limit()).toEpochMilli());
    return false;
  }

  private static List<Long> heard(Handle handle, Step.Wait wait, String key, String plant) {
    return handle
        .createQuery(
            "SELECT position FROM flow_heard WHERE expression = :expression AND key = :key"
                + " AND (:plant = '' OR plant = :plant) ORDER BY position DESC LIMIT :limit")
        .bind("expression", wait.expression())
        .bind("key", key)
        .bind("plant", plant)
        .bind("limit", HEARD_MAX)
        .mapTo(Long.class)
        .list();
  }

  /**
   * Whether the event is of the run's time, has ended no other wait of it, and fulfils the wait's
   * own condition. EvaluationException.
   */
  static boolean fits(Running running, Step.Wait wait, LoggedEvent logged) {
    if (!running.isSince(logged) || running.content().hasMet(logged.position())) {
      return false;
    }
    Expression condition = wait.condition();
    if (condition == null) {
      return true;
    }
    Map<String, Object> names = running.names();
    Running.putEvent(names, logged.event());
    return condition.holds(names);
  }

  /** Puts down that the event came; returns the key that it has, empty when it is for nobody. */
  String hear(Handle handle, Step.Wait wait, LoggedEvent logged, Instant now) {
    Map<String, Object> names = new HashMap<>();
    Running.putEvent(names, logged.event());
    String key = wait.theirs().text(names);
    if (key.isEmpty()) {
      return key;
    }
    handle.execute(
        "INSERT OR IGNORE INTO flow_heard (expression, key, plant, position, heard_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        wait.expression(),
        key,
        logged.plant(),
        logged.position(),
        now.toEpochMilli());
    handle.execute(
        "DELETE FROM flow_heard WHERE heard_at < ?",
        now.minus(Step.Wait.LIMIT_MAX.multipliedBy(2)).toEpochMilli());
    return key;
  }

  /** Runs that wait for events of that plant with that comparison and are left: one page. */
  static List<Long> waiting(Handle handle, Rest rest, String plant) {
    return handle
        .createQuery(
            "SELECT run FROM flow_wait WHERE expression = ? AND key = ? AND run > ? AND run <= ?"
                + " AND plant IN (?, ?) ORDER BY run LIMIT ?")
        .bind(0, rest.question())
        .bind(1, rest.note())
        .bind(2, rest.after())
        .bind(3, rest.last())
        .bind(4, plant)
        .bind(5, ANY_PLANT)
        .bind(6, Rest.RUNS_MAX)
        .mapTo(Long.class)
        .list();
  }

  /** Ends the wait of a run, and the case about it. */
  void end(Handle handle, long run, String why) {
    handle.execute("DELETE FROM flow_wait WHERE run = ?", run);
    cases.withdraw(handle, CaseClass.WAIT_OVERDUE, Long.toString(run), why);
  }

  /** Waits on, up to another limit. */
  void prolong(Handle handle, long run, Instant due) {
    handle.execute("UPDATE flow_wait SET due_at = ? WHERE run = ?", due.toEpochMilli(), run);
  }

  /** Runs that have waited too long are each a case, once per limit. */
  void tellOverdue(Handle handle, Instant now) {
    List<Long> overdue =
        handle
            .createQuery("SELECT run FROM flow_wait WHERE due_at <= ? ORDER BY due_at LIMIT ?")
            .bind(0, now.toEpochMilli())
            .bind(1, TOLD_MAX)
            .mapTo(Long.class)
            .list();
    for (long id : overdue) {
      handle.execute("UPDATE flow_wait SET due_at = NULL WHERE run = ?", id);
      RunRows.find(handle, id).ifPresent(run -> cases.open(handle, overdue(handle, run)));
    }
  }

  private static NewCase overdue(Handle handle, Run run) {
    String[] waits =
        handle
            .createQuery("SELECT expression || char(10) || key FROM flow_wait WHERE run = ?")
            .bind(0, run.id())
            .mapTo(String.class)
            .one()
            .split("\n", 3);
    return new NewCase(
        CaseClass.WAIT_OVERDUE,
        Long.toString(run.id()),
        "flow %s waits for %s".formatted(run.flow(), waits[0]),
        "run %d of version %d, step %d: no %s with %s = '%s' has come"
            .formatted(run.id(), run.version(), run.step() + 1, waits[0], waits[1], waits[2]),
        run.plant(),
        run.order(),
        Long.toString(run.id()),
        RunDecisions.OF_OVERDUE);
  }

  /** All that wait, oldest first. */
  static List<WaitingRun> all(Handle handle, int limit) {
    return handle
        .createQuery(
            "SELECT w.run, w.expression, w.key, r.flow, r.step FROM flow_wait w"
                + " JOIN flow_run r ON r.id = w.run ORDER BY w.run LIMIT ?")
        .bind(0, limit)
        .map(
            row -> {
              String[] parts = Columns.text(row, "expression").split("\n", 2);
              return new WaitingRun(
                  Columns.number(row, "run"),
                  Columns.text(row, "flow"),
                  (int) Columns.number(row, "step"),
                  parts[0],
                  parts[1],
                  Columns.text(row, "key"));
            })
        .list();
  }

  /** When the next wait is overdue; null while none is. */
  static @Nullable Instant due(Handle handle) {
    Optional<Long> due =
        handle
            .createQuery(
                "SELECT due_at FROM flow_wait WHERE due_at IS NOT NULL"
                    + " ORDER BY due_at LIMIT 1")
            .mapTo(Long.class)
            .findOne();
    return due.map(Instant::ofEpochMilli).orElse(null);
  }
}
