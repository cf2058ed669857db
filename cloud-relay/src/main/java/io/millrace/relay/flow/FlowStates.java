package io.millrace.relay.flow;

import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.window.WindowRows;
import io.millrace.relay.store.Columns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Reads how the flows are, of one plant or of all. One use, on any handle. */
final class FlowStates {
  /** Newest runs among which the last of each flow is looked for. */
  static final int LAST_RUNS_MAX = 10_000;

  private static final String OF_PLANT = " AND (:plant = '' OR plant = :plant)";

  private final Handle handle;
  private final String plant;
  private final Map<String, Map<RunState, Long>> runs = new HashMap<>();
  private final Map<String, Long> windows = new HashMap<>();
  private final Map<String, Instant> last = new HashMap<>();

  FlowStates(Handle handle, Optional<String> plant) {
    this.handle = handle;
    this.plant = plant.orElse("");
  }

  /** The active ones, and all that have unfinished work; by name, the newest version first. */
  List<FlowState> of(Collection<Flow> active) {
    readRuns();
    readWindows();
    readLast();
    Map<String, Kept> kept = kept();
    List<FlowState> states = new ArrayList<>();
    Set<String> listed = new HashSet<>();
    for (Flow flow : active) {
      listed.add(flow.digest());
      @Nullable Kept known = kept.get(flow.digest());
      Kept own =
          new Kept(flow.name(), flow.version(), flow.file(), known == null ? null : known.since());
      states.add(state(flow.digest(), own, true));
    }
    Set<String> unfinished = new HashSet<>(runs.keySet());
    unfinished.addAll(windows.keySet());
    unfinished.removeAll(listed);
    for (String digest : unfinished) {
      Kept known = kept.get(digest);
      if (known != null) {
        states.add(state(digest, known, false));
      }
    }
    states.sort(
        Comparator.comparing(FlowState::flow)
            .thenComparing(Comparator.comparingInt(FlowState::version).reversed())
            .thenComparing(FlowState::digest));
    return states;
  }

  private FlowState state(String digest, Kept kept, boolean active) {
    return new FlowState(
        kept.flow(),
        kept.version(),
        digest,
        kept.file(),
        active,
        kept.since(),
        runs.getOrDefault(digest, Map.of()),
        windows.getOrDefault(digest, 0L),
        last.get(digest));
  }

  private void readRuns() {
    handle
        .createQuery(
            "SELECT digest, state, count(*) AS n FROM flow_run WHERE "
                + RunRows.OPEN
                + OF_PLANT
                + " GROUP BY digest, state")
        .bind("plant", plant)
        .map(
            row ->
                new Counted(
                    Columns.text(row, "digest"),
                    RunState.valueOf(Columns.text(row, "state")),
                    Columns.number(row, "n")))
        .forEach(
            each ->
                runs.computeIfAbsent(each.digest(), absent -> new HashMap<>())
                    .put(each.state(), each.runs()));
  }

  private void readWindows() {
    WindowRows.tallies(handle, plant)
        .forEach(
            each -> {
              windows.put(each.digest(), each.windows());
              last.put(each.digest(), each.newest());
            });
  }

  private void readLast() {
    handle
        .createQuery(
            "SELECT digest, max(closed_at) AS at FROM flow_run WHERE id > :after"
                + OF_PLANT
                + " GROUP BY digest")
        .bind("after", RunRows.newest(handle) - LAST_RUNS_MAX)
        .bind("plant", plant)
        .map(row -> Map.entry(Columns.text(row, "digest"), instant(row)))
        .forEach(
            each -> last.merge(each.getKey(), each.getValue(), (a, b) -> a.isAfter(b) ? a : b));
  }

  private Map<String, Kept> kept() {
    Map<String, Kept> kept = new HashMap<>();
    handle
        .createQuery("SELECT digest, flow, version, file, since AS at FROM flow_definition")
        .map(
            row ->
                Map.entry(
                    Columns.text(row, "digest"),
                    new Kept(
                        Columns.text(row, "flow"),
                        (int) Columns.number(row, "version"),
                        Columns.text(row, "file"),
                        instant(row))))
        .forEach(each -> kept.put(each.getKey(), each.getValue()));
    return kept;
  }

  private static Instant instant(RowView row) {
    return Instant.ofEpochMilli(Columns.number(row, "at"));
  }

  /** A definition that was active once. */
  private record Kept(String flow, int version, String file, @Nullable Instant since) {}

  /** So many runs of a definition in one state. */
  private record Counted(String digest, RunState state, long runs) {}
}
