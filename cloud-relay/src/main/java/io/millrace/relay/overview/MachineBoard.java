package io.millrace.relay.overview;

import io.millrace.base.quantity.Quantity;
import io.millrace.base.time.Clock;
import io.millrace.relay.store.Columns;
import io.millrace.relay.store.Store;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterTotal;
import io.millrace.v1.Machine;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The machines with their counts, from sums that are kept and from what is open now. */
public final class MachineBoard {
  /** Machines in one answer. */
  public static final int MACHINES_MAX = 1_000;

  private static final String OPEN =
      """
      SELECT p.plant, r.counter, p.state, r.quantity, count(*) AS times
      FROM posting p INDEXED BY posting_pending CROSS JOIN posting_range r
      WHERE p.open = 1 AND r.posting = p.id GROUP BY p.plant, r.counter, p.state, r.quantity
      UNION ALL SELECT p.plant, r.counter, p.state, r.quantity, count(*) AS times
      FROM posting p INDEXED BY posting_parked CROSS JOIN posting_range r
      WHERE p.state = 'PARKED' AND r.posting = p.id
      GROUP BY p.plant, r.counter, p.state, r.quantity
      """;

  private final Store store;
  private final Clock clock;
  private final LoggedBefore before = new LoggedBefore();

  /** Over that store. */
  public MachineBoard(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * All machines that the counters belong to, by plant and equipment; agents tell how their sources
   * are.
   */
  public List<Machine> machines(List<CounterTotal> counters, List<AgentStatus> agents) {
    Instant now = clock.now();
    List<Machine> machines =
        store.read(
            handle ->
                MachineCounts.of(
                    counters,
                    open(handle),
                    working(handle),
                    agents,
                    (place, moment, logged) -> before.since(place, moment, now, logged)));
    before.keep(
        machines.stream()
            .map(each -> new MachineCounts.Place(each.getPlant(), each.getEquipment()))
            .collect(Collectors.toSet()));
    return machines;
  }

  /** What each counter has in postings that are neither made nor given up. */
  static Map<CounterName, Map<String, Quantity>> open(Handle handle) {
    Map<CounterName, Map<String, Quantity>> open = new HashMap<>();
    handle
        .createQuery(OPEN)
        .map(
            row -> {
              Quantity quantity =
                  Quantity.parse(Columns.text(row, "quantity"))
                      .times(Objects.requireNonNull(row.getColumn("times", Long.class)));
              open.computeIfAbsent(name(row), absent -> new HashMap<>())
                  .merge(Columns.text(row, "state"), quantity, Quantity::plus);
              return quantity;
            })
        .list();
    return open;
  }

  /** What each counter's newest event said: who reads it, and for which order it counts. */
  static Map<CounterName, Working> working(Handle handle) {
    Map<CounterName, Working> working = new HashMap<>();
    handle
        .createQuery("SELECT plant, counter, agent, order_name FROM counter")
        .map(
            row ->
                Map.entry(
                    name(row),
                    new Working(Columns.text(row, "agent"), Columns.text(row, "order_name"))))
        .forEach(entry -> working.put(entry.getKey(), entry.getValue()));
    return working;
  }

  private static CounterName name(RowView row) {
    return new CounterName(Columns.text(row, "plant"), Columns.text(row, "counter"));
  }

  /** A counter's id is unique in its plant only. */
  record CounterName(String plant, String counter) {}

  /** Agent and order. */
  record Working(String agent, String order) {}
}
