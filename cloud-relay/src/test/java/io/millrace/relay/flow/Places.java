package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.flow.window.Window;
import io.millrace.relay.posting.Range;
import io.millrace.relay.store.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Where the pieces of one counter are, for one flow of counts. */
final class Places {
  private Places() {}

  /** Puts all stretches down, none twice; returns how far flows have read the chain. */
  static long of(Handle handle, String flow, String effect, Map<Long, Long> places, long seed) {
    List<long[]> all = new ArrayList<>();
    add(
        handle,
        all,
        "SELECT r.from_value, r.to_value FROM posting_range r JOIN posting p ON p.id = r.posting"
            + " WHERE p.effect = ? AND p.undo_of IS NULL",
        effect);
    add(
        handle,
        all,
        "SELECT r.from_value, r.to_value FROM flow_window_range r"
            + " JOIN flow_window w ON w.id = r.window WHERE w.flow = ?",
        flow);
    add(
        handle,
        all,
        "SELECT from_value, to_value FROM counter_withheld WHERE rule <> 'REPEATED' AND flow = ?",
        flow);
    handle
        .createQuery("SELECT id FROM flow_run WHERE flow = ? AND " + RunRows.OPEN)
        .bind(0, flow)
        .mapTo(Long.class)
        .forEach(id -> addKept(RunRows.find(handle, id).orElseThrow(), all));
    for (long[] each : all) {
      assertThat(places.put(each[0], each[1]))
          .as("seed %d, flow %s: a second place of %d to %d", seed, flow, each[0], each[1])
          .isNull();
    }
    return handle
        .createQuery("SELECT coalesce(max(last), 0) FROM counter_generation")
        .mapTo(Long.class)
        .one();
  }

  private static void add(Handle handle, List<long[]> all, String sql, String name) {
    handle
        .createQuery(sql)
        .bind(0, name)
        .map(row -> new long[] {Columns.number(row, "from_value"), Columns.number(row, "to_value")})
        .forEach(all::add);
  }

  private static void addKept(Run run, List<long[]> all) {
    Window kept = Content.read(run.content()).kept(run);
    if (kept != null) {
      for (Range range : kept.ranges()) {
        all.add(new long[] {range.from(), range.to()});
      }
    }
  }
}
