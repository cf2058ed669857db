package io.millrace.relay.flow;

import io.millrace.relay.store.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Runs as rows. On the writer thread where it writes. */
final class RunRows {
  /** What is not over. */
  static final String OPEN = "state IN ('CALLING', 'WAITING', 'STOPPED')";

  private RunRows() {}

  static Optional<Run> find(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM flow_run WHERE id = ?")
        .bind(0, id)
        .map(RunRows::run)
        .findOne();
  }

  /** Puts a run down; its own number does not matter. Returns the number it got. */
  static long insert(Handle handle, Run run) {
    return handle
        .createQuery(
            "INSERT INTO flow_run (flow, version, plant, equipment, order_name, opened_at,"
                + " closed_at, closed_by, digest, state, step, position, basis, content, reason)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id")
        .bind(0, run.flow())
        .bind(1, run.version())
        .bind(2, run.plant())
        .bind(3, run.equipment())
        .bind(4, run.order())
        .bind(5, run.openedAt().toEpochMilli())
        .bind(6, run.closedAt().toEpochMilli())
        .bind(7, run.closedBy())
        .bind(8, run.digest())
        .bind(9, run.state().name())
        .bind(10, run.step())
        .bind(11, run.position())
        .bind(12, run.basis())
        .bind(13, run.content())
        .bind(14, run.reason())
        .mapTo(Long.class)
        .one();
  }

  /** The same run with its number. */
  static Run numbered(Run run, long id) {
    return new Run(
        id,
        run.flow(),
        run.version(),
        run.digest(),
        run.plant(),
        run.equipment(),
        run.order(),
        run.openedAt(),
        run.closedAt(),
        run.closedBy(),
        run.state(),
        run.step(),
        run.position(),
        run.basis(),
        run.content(),
        run.reason());
  }

  static void save(
      Handle handle, long run, RunState state, int step, Content content, String reason) {
    handle.execute(
        "UPDATE flow_run SET state = ?, step = ?, content = ?, reason = ?, question = ''"
            + " WHERE id = ?",
        state.name(),
        step,
        content.write(),
        reason,
        run);
  }

  static void stop(Handle handle, long run, int step, Content content, Stop stop) {
    handle.execute(
        "UPDATE flow_run SET state = 'STOPPED', step = ?, content = ?, reason = ?, question = ?"
            + " WHERE id = ?",
        step,
        content.write(),
        stop.reason(),
        stop.question(),
        run);
  }

  static void stop(Handle handle, long run, Stop stop) {
    handle.execute(
        "UPDATE flow_run SET state = 'STOPPED', reason = ?, question = ? WHERE id = ?",
        stop.reason(),
        stop.question(),
        run);
  }

  /** Why a run stopped, and the subject of the case that asks about it and its likes. */
  record Stop(String reason, String question) {}

  static void end(Handle handle, long run, String reason) {
    handle.execute("UPDATE flow_run SET state = 'ENDED', reason = ? WHERE id = ?", reason, run);
  }

  static void pin(Handle handle, long run, int version, String digest) {
    handle.execute(
        "UPDATE flow_run SET version = ?, digest = ? WHERE id = ?", version, digest, run);
  }

  /** Runs that stopped for what is asked there and are left, oldest first: one page. */
  static List<Run> stopped(Handle handle, Rest rest) {
    return handle
        .createQuery(
            "SELECT * FROM flow_run WHERE state = 'STOPPED' AND question = ? AND id > ? AND id <= ?"
                + " ORDER BY id LIMIT ?")
        .bind(0, rest.question())
        .bind(1, rest.after())
        .bind(2, rest.last())
        .bind(3, Rest.RUNS_MAX)
        .map(RunRows::run)
        .list();
  }

  /** The number of the newest run; 0 before the first. */
  static long newest(Handle handle) {
    return handle.createQuery("SELECT coalesce(max(id), 0) FROM flow_run").mapTo(Long.class).one();
  }

  /** Open runs of each definition: digest, flow, version, state and how many. */
  static List<Open> open(Handle handle) {
    return handle
        .createQuery(
            "SELECT digest, flow, version, state, count(*) AS n FROM flow_run WHERE "
                + OPEN
                + " GROUP BY digest, flow, version, state ORDER BY flow, version, state")
        .map(
            row ->
                new Open(
                    Columns.text(row, "digest"),
                    Columns.text(row, "flow"),
                    (int) Columns.number(row, "version"),
                    RunState.valueOf(Columns.text(row, "state")),
                    Columns.number(row, "n")))
        .list();
  }

  /** So many runs of one definition in one state. */
  record Open(String digest, String flow, int version, RunState state, long count) {}

  /** Runs that the event at that position began. */
  static List<Run> ofPosition(Handle handle, long position) {
    return handle
        .createQuery("SELECT * FROM flow_run WHERE position = ? AND position > 0 ORDER BY id")
        .bind(0, position)
        .map(RunRows::run)
        .list();
  }

  static void call(Handle handle, long posting, long run, int step, String name) {
    handle.execute(
        "INSERT OR IGNORE INTO flow_call (posting, run, step, name) VALUES (?, ?, ?, ?)",
        posting,
        run,
        step,
        name);
  }

  /** Runs and places of steps that wait for that posting. */
  static Map<Long, Integer> callers(Handle handle, long posting) {
    Map<Long, Integer> callers = new TreeMap<>();
    handle
        .createQuery("SELECT run, step FROM flow_call WHERE posting = ?")
        .bind(0, posting)
        .map(row -> List.of(Columns.number(row, "run"), Columns.number(row, "step")))
        .forEach(each -> callers.put(each.get(0), each.get(1).intValue()));
    return callers;
  }

  /** What the run has asked for so far, in the order of its steps. */
  static List<CalledStep> calls(Handle handle, long run) {
    return new ArrayList<>(
        handle
            .createQuery("SELECT step, name, posting FROM flow_call WHERE run = ? ORDER BY step")
            .bind(0, run)
            .map(
                row ->
                    new CalledStep(
                        (int) Columns.number(row, "step"),
                        Columns.text(row, "name"),
                        Columns.number(row, "posting")))
            .list());
  }

  private static Run run(RowView row) {
    return new Run(
        Columns.number(row, "id"),
        Columns.text(row, "flow"),
        (int) Columns.number(row, "version"),
        Columns.text(row, "digest"),
        Columns.text(row, "plant"),
        Columns.text(row, "equipment"),
        Columns.text(row, "order_name"),
        Instant.ofEpochMilli(Columns.number(row, "opened_at")),
        Instant.ofEpochMilli(Columns.number(row, "closed_at")),
        Columns.text(row, "closed_by"),
        RunState.valueOf(Columns.text(row, "state")),
        (int) Columns.number(row, "step"),
        Columns.number(row, "position"),
        Columns.text(row, "basis"),
        Columns.text(row, "content"),
        Columns.text(row, "reason"));
  }
}
