package io.millrace.relay.flow;

import io.millrace.relay.counting.ChainSheet;
import io.millrace.relay.counting.Count;
import io.millrace.relay.counting.CountRule;
import io.millrace.relay.counting.Piece;
import io.millrace.relay.flow.language.EvaluationException;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.LatePolicy;
import io.millrace.relay.flow.language.WindowRule;
import io.millrace.relay.flow.window.ClosedBy;
import io.millrace.relay.flow.window.MachineOrders;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.flow.window.WindowKey;
import io.millrace.relay.flow.window.WindowRows;
import io.millrace.v1.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The open windows that one transaction touches: read once, and written once by {@link #flush},
 * which must be the last call. On the writer thread; not kept beyond the transaction.
 */
final class Gathering {
  private final Handle handle;
  private final Definitions definitions;
  private final List<Flow> flows;
  private final Runs runs;
  private final ZoneId zone;
  private final Instant now;
  private final MachineOrders orders;
  private final Map<List<String>, Map<WindowKey, Window>> machines = new HashMap<>();
  private final Set<WindowKey> changed = new LinkedHashSet<>();

  Gathering(Handle handle, Definitions definitions, Runs runs, ZoneId zone, Instant now) {
    this.handle = handle;
    this.definitions = definitions;
    this.flows = definitions.active().stream().filter(flow -> flow.window() != null).toList();
    this.runs = runs;
    this.zone = zone;
    this.now = now;
    this.orders = new MachineOrders(handle, now);
  }

  /** Takes what passed of a count into the windows of every flow. */
  void take(Event event, Count count, List<Piece> pieces, ChainSheet sheet) {
    List<Piece> passed = pieces.stream().filter(piece -> piece.rule() == CountRule.PASSED).toList();
    if (passed.isEmpty()) {
      return;
    }
    MachineOrders.Arrival arrival = orders.arrive(count);
    if (arrival == MachineOrders.Arrival.CHANGE) {
      closeOthers(count);
    }
    boolean late = arrival == MachineOrders.Arrival.LATE;
    List<Flow> taking = taking(event, count, passed, sheet);
    for (Flow flow : taking) {
      if (!late || flow.late() == LatePolicy.POST) {
        passed.forEach(piece -> add(flow, count, piece));
      }
    }
    List<String> withholding = withholding(taking);
    if (late && !withholding.isEmpty()) {
      passed.forEach(piece -> sheet.withholdLate(count, piece, withholding));
    }
  }

  /** Flows whose condition lets the count in; where it has no value, a person is asked. */
  private List<Flow> taking(Event event, Count count, List<Piece> passed, ChainSheet sheet) {
    List<Flow> taking = new ArrayList<>();
    for (Flow flow : flows) {
      try {
        if (Runs.holds(flow, event)) {
          taking.add(flow);
        }
      } catch (EvaluationException e) {
        String why = String.valueOf(e.getMessage());
        passed.forEach(piece -> sheet.withholdUndecided(count, piece, flow.name(), why));
      }
    }
    return taking;
  }

  /** Flows that leave late counts to a person; one empty name when all do. */
  private List<String> withholding(List<Flow> taking) {
    List<String> names =
        taking.stream().filter(flow -> flow.late() == LatePolicy.CASE).map(Flow::name).toList();
    return names.isEmpty() || names.size() < flows.size() ? names : List.of("");
  }

  /** Closes windows that have been open long enough, also when the clock was set back meanwhile. */
  void closeDue() {
    for (Flow flow : flows) {
      for (Window window : dueOf(flow)) {
        close(window, ClosedBy.AGE);
      }
    }
  }

  /** Closes every window of an active flow. */
  void closeAll(ClosedBy why) {
    WindowRows.all(handle).forEach(window -> load(window.key));
    machines.values().stream()
        .flatMap(windows -> List.copyOf(windows.values()).stream())
        .filter(window -> isActive(window.key.flow()))
        .forEach(window -> close(window, why));
  }

  /** Closes windows that another version of their flow opened, by that version. */
  void closeStale() {
    for (WindowRows.Opened opened : WindowRows.opened(handle)) {
      Flow own = definitions.of(handle, opened.window().key.flow(), opened.digest());
      boolean stale =
          definitions
              .active(own.name())
              .filter(active -> active.digest().equals(own.digest()))
              .isEmpty();
      if (stale) {
        runs.begin(handle, own, opened.window(), ClosedBy.FLOW_CHANGE, now);
        WindowRows.delete(handle, opened.window());
      }
    }
  }

  private boolean isActive(String flow) {
    return flows.stream().anyMatch(each -> each.name().equals(flow));
  }

  /** Writes every window that changed and is still open. */
  void flush() {
    for (WindowKey key : changed) {
      Window window = load(key).get(key);
      if (window != null) {
        String digest = definitions.active(key.flow()).map(Flow::digest).orElse("");
        WindowRows.save(handle, window, digest);
      }
    }
    changed.clear();
    machines.clear();
  }

  private List<Window> dueOf(Flow flow) {
    WindowRows.openedOutside(handle, flow.name(), now.minus(rule(flow).every()), now)
        .forEach(this::load);
    return machines.values().stream()
        .flatMap(windows -> windows.values().stream())
        .filter(window -> window.key.flow().equals(flow.name()))
        .filter(window -> isDue(flow, window))
        .toList();
  }

  private boolean isDue(Flow flow, Window window) {
    return window.openedAt.isAfter(now) || !window.openedAt.plus(rule(flow).every()).isAfter(now);
  }

  private static WindowRule rule(Flow flow) {
    return Objects.requireNonNull(flow.window(), flow.name());
  }

  private void add(Flow flow, Count count, Piece piece) {
    WindowKey key = new WindowKey(flow.name(), count.plant(), count.equipment(), count.order());
    String date = LocalDate.ofInstant(count.occurredAt(), zone).toString();
    Map<WindowKey, Window> windows = load(key);
    Window window = windows.get(key);
    ClosedBy refusal = window == null ? null : window.refusal(count, date);
    if (window != null && refusal != null) {
      close(window, refusal);
      window = null;
    }
    if (window == null) {
      window = Window.open(key, count, date, now);
      windows.put(key, window);
    }
    window.add(count, piece);
    changed.add(key);
    if (window.pieces() >= rule(flow).pieces()) {
      close(window, ClosedBy.PIECES);
    }
  }

  private void closeOthers(Count count) {
    WindowKey any = new WindowKey("", count.plant(), count.equipment(), count.order());
    List.copyOf(load(any).values()).stream()
        .filter(window -> !window.key.order().equals(count.order()))
        .filter(window -> isActive(window.key.flow()))
        .forEach(window -> close(window, ClosedBy.ORDER_CHANGE));
  }

  private void close(Window window, ClosedBy why) {
    Flow flow =
        definitions
            .active(window.key.flow())
            .orElseThrow(() -> new IllegalStateException("window of unknown flow " + window.key));
    runs.begin(handle, flow, window, why, now);
    if (window.id != Window.NOT_STORED) {
      WindowRows.delete(handle, window);
    }
    load(window.key).remove(window.key);
    changed.remove(window.key);
  }

  /** The windows of the key's machine. */
  private Map<WindowKey, Window> load(WindowKey key) {
    return machines.computeIfAbsent(
        List.of(key.plant(), key.equipment()),
        machine -> {
          Map<WindowKey, Window> windows = new LinkedHashMap<>();
          WindowRows.ofMachine(handle, key.plant(), key.equipment())
              .forEach(window -> windows.put(window.key, window));
          return windows;
        });
  }
}
