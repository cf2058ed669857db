package io.millrace.relay.flow.window;

import io.millrace.relay.counting.Count;
import io.millrace.relay.store.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which order each machine works on. An order ends for a machine when a count of another order
 * comes from it. A count that was made before that end and arrives over {@link #GRACE} after it is
 * late; one that was made after it takes the order up again. On the writer thread, for one
 * transaction.
 */
public final class MachineOrders {
  /** Counters of one machine may arrive one after the other by that much. */
  public static final Duration GRACE = Duration.ofMinutes(1);

  /** Orders remembered per machine; a count of an older one starts it anew. */
  static final int ORDERS_MAX = 500;

  private static final Instant PRESENT = Instant.EPOCH;

  private final Handle handle;
  private final Instant now;
  private final Map<List<String>, Map<String, End>> machines = new HashMap<>();

  public MachineOrders(Handle handle, Instant now) {
    this.handle = handle;
    this.now = now;
  }

  /** When an order ended: by the source's clock, and when we saw it. */
  private record End(Instant at, Instant seen) {}

  /** What a count means for its machine. */
  public enum Arrival {
    /** Of the order that the machine works on. */
    PRESENT,
    /** The first of an order: all others have ended. */
    CHANGE,
    /** Of an order that has just ended. */
    LAGGING,
    /** Of an order whose end is over the grace ago. */
    LATE
  }

  public Arrival arrive(Count count) {
    Map<String, End> orders = machine(count.plant(), count.equipment());
    End end = orders.get(count.order());
    if (end != null && end.at().equals(PRESENT)) {
      return Arrival.PRESENT;
    }
    if (end != null && count.occurredAt().isBefore(end.at())) {
      return Duration.between(end.seen(), now).compareTo(GRACE) > 0
          ? Arrival.LATE
          : Arrival.LAGGING;
    }
    change(count, orders);
    return Arrival.CHANGE;
  }

  private void change(Count count, Map<String, End> orders) {
    for (Map.Entry<String, End> other : orders.entrySet()) {
      if (other.getValue().at().equals(PRESENT)) {
        other.setValue(new End(count.occurredAt(), now));
        save(count, other.getKey(), other.getValue());
      }
    }
    End present = new End(PRESENT, PRESENT);
    orders.put(count.order(), present);
    save(count, count.order(), present);
    handle.execute(
        "DELETE FROM flow_order WHERE plant = ? AND equipment = ? AND ended_seen > 0 AND order_name"
            + " NOT IN (SELECT order_name FROM flow_order WHERE plant = ? AND equipment = ?"
            + " ORDER BY ended_seen = 0 DESC, ended_seen DESC LIMIT ?)",
        count.plant(),
        count.equipment(),
        count.plant(),
        count.equipment(),
        ORDERS_MAX);
  }

  private void save(Count count, String order, End end) {
    handle.execute(
        "INSERT OR REPLACE INTO flow_order (plant, equipment, order_name, ended_at, ended_seen)"
            + " VALUES (?, ?, ?, ?, ?)",
        count.plant(),
        count.equipment(),
        order,
        end.at().toEpochMilli(),
        end.seen().toEpochMilli());
  }

  private Map<String, End> machine(String plant, String equipment) {
    return machines.computeIfAbsent(List.of(plant, equipment), this::read);
  }

  private Map<String, End> read(List<String> machine) {
    Map<String, End> orders = new HashMap<>();
    handle
        .createQuery("SELECT * FROM flow_order WHERE plant = ? AND equipment = ?")
        .bind(0, machine.get(0))
        .bind(1, machine.get(1))
        .map(
            row ->
                Map.entry(
                    Columns.text(row, "order_name"),
                    new End(
                        Instant.ofEpochMilli(Columns.number(row, "ended_at")),
                        Instant.ofEpochMilli(Columns.number(row, "ended_seen")))))
        .forEach(entry -> orders.put(entry.getKey(), entry.getValue()));
    return orders;
  }

  /** The order that the machine works on, as far as it is known. */
  Optional<String> present(String plant, String equipment) {
    return machine(plant, equipment).entrySet().stream()
        .filter(entry -> entry.getValue().at().equals(PRESENT))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
