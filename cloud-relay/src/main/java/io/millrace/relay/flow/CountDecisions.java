package io.millrace.relay.flow;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Decision;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.counting.Withheld;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Range;
import io.millrace.v1.Case;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** What people may decide about counts that flows have not seen. On the writer thread. */
public final class CountDecisions {
  private static final Pattern ORDER = Pattern.compile("(?:^|\\s)order=(\\S+)");
  private static final List<CaseClass> OF_STRETCHES =
      List.of(
          CaseClass.COUNTER_HOLE,
          CaseClass.COUNTER_BASELINE,
          CaseClass.COUNTER_RESET,
          CaseClass.COUNT_UNCERTAIN,
          CaseClass.NO_ORDER,
          CaseClass.LATE_COUNT,
          CaseClass.FLOW_STOPPED);

  private final Chains chains;
  private final Flows flows;
  private final EventLog log;
  private final Clock clock;

  /** Decisions over those parts; the clock stamps runs. */
  public CountDecisions(Chains chains, Flows flows, EventLog log, Clock clock) {
    this.chains = chains;
    this.flows = flows;
    this.log = log;
    this.clock = clock;
  }

  /** All of them. */
  public List<Decision> all() {
    List<Decision> all = new ArrayList<>();
    for (CaseClass about : OF_STRETCHES) {
      all.add(Decision.of(about, "post", this::post));
      all.add(Decision.of(about, "ignore", this::ignore));
    }
    all.add(Decision.of(CaseClass.COUNTER_OWNER, "move", this::move));
    all.add(Decision.of(CaseClass.COUNTER_OWNER, "move-and-post", this::moveAndPost));
    all.add(Decision.of(CaseClass.COUNTER_OWNER, "ignore", this::ignore));
    return all;
  }

  private void ignore(Handle handle, Case decided, String note) {
    chains
        .open(handle, decided.getPlant(), decided.getSubject())
        .forEach(stretch -> chains.ignore(handle, stretch));
  }

  private void move(Handle handle, Case decided, String note) {
    chains.move(handle, decided.getPlant(), decided.getSubject());
    ignore(handle, decided, note);
  }

  private void moveAndPost(Handle handle, Case decided, String note) {
    chains.move(handle, decided.getPlant(), decided.getSubject());
    post(handle, decided, note);
  }

  /** One posting per flow, machine, order and unit, of everything that is still open. */
  private void post(Handle handle, Case decided, String note) {
    Instant now = clock.now();
    List<Withheld> stretches =
        chains.open(handle, decided.getPlant(), decided.getSubject()).stream()
            .sorted(Comparator.comparingLong(Withheld::position).thenComparing(Withheld::from))
            .toList();
    String date = businessDate(handle, stretches, now);
    Map<List<String>, Window> windows = new LinkedHashMap<>();
    for (Withheld stretch : stretches) {
      String order = order(decided, stretch, note);
      for (Flow flow : named(stretch.flow())) {
        WindowKey key = new WindowKey(flow.name(), stretch.plant(), stretch.equipment(), order);
        windows
            .computeIfAbsent(
                List.of(flow.name(), stretch.equipment(), order, stretch.unit()),
                absent ->
                    new Window(
                        Window.NOT_STORED,
                        key,
                        stretch.unit(),
                        date,
                        now,
                        new Positions(),
                        List.of()))
            .add(range(stretch), stretch.position());
      }
      chains.release(handle, stretch, order);
    }
    for (Window window : windows.values()) {
      Flow flow = flows.named(window.key.flow()).get(0);
      flows.runs().begin(handle, flow, window, ClosedBy.DECISION, now);
    }
  }

  private List<Flow> named(String flow) {
    List<Flow> found = flows.named(flow);
    if (found.isEmpty() && !flow.isEmpty()) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "flow %s is not active any more: ignore, or bring it back".formatted(flow));
    }
    return found;
  }

  private String businessDate(Handle handle, List<Withheld> stretches, Instant now) {
    List<Long> positions =
        stretches.stream().map(Withheld::position).filter(position -> position > 0).toList();
    Instant occurred =
        positions.isEmpty()
            ? now
            : log.at(handle, positions.subList(positions.size() - 1, positions.size())).stream()
                .map(CountDecisions::occurredAt)
                .findFirst()
                .orElse(now);
    return LocalDate.ofInstant(occurred, flows.zone()).toString();
  }

  private static Instant occurredAt(LoggedEvent logged) {
    return Instant.ofEpochSecond(logged.event().getOccurredAt().getSeconds());
  }

  private static Range range(Withheld stretch) {
    return new Range(
        stretch.counter(),
        stretch.generation(),
        stretch.kind(),
        stretch.from(),
        stretch.to(),
        stretch.quantity(),
        stretch.unit());
  }

  private static String order(Case decided, Withheld stretch, String note) {
    Matcher named = ORDER.matcher(note);
    if (named.find()) {
      return named.group(1);
    }
    if (stretch.order().isEmpty()) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "case %d: nobody knows the order, say it in the note: --note order=NAME"
              .formatted(decided.getId()));
    }
    return stretch.order();
  }
}
