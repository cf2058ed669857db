package io.millrace.relay.flow;

import io.millrace.base.config.Nearest;
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
import io.millrace.relay.flow.window.ClosedBy;
import io.millrace.relay.flow.window.Positions;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.flow.window.WindowKey;
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
  private static final Pattern NAMED = Pattern.compile("(?:^|\\s)(\\w+)\\s*[=:]");
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

  /**
   * One posting per flow, machine, order and unit, of everything that is still open and that some
   * flow takes; what none takes stays open and is asked about anew.
   */
  private void post(Handle handle, Case decided, String note) {
    Instant now = clock.now();
    List<Withheld> stretches =
        chains.open(handle, decided.getPlant(), decided.getSubject()).stream()
            .sorted(Comparator.comparingLong(Withheld::position).thenComparing(Withheld::from))
            .toList();
    Takers choice = new Takers(handle, flows, log, stretches);
    String date = businessDate(handle, stretches, now);
    Map<List<String>, Window> windows = new LinkedHashMap<>();
    List<Withheld> left = new ArrayList<>();
    for (Withheld stretch : stretches) {
      String order = order(decided, stretch, note);
      List<Flow> takers = choice.of(stretch, order);
      for (Flow flow : takers) {
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
      if (takers.isEmpty()) {
        left.add(stretch);
      } else {
        chains.release(handle, stretch, order);
      }
    }
    askAgain(handle, decided, left, windows.isEmpty());
    for (Window window : windows.values()) {
      Flow flow = flows.named(window.key.flow()).get(0);
      flows.runs().begin(handle, flow, window, ClosedBy.DECISION, now);
    }
  }

  private void askAgain(Handle handle, Case decided, List<Withheld> left, boolean nothingTaken) {
    if (left.isEmpty()) {
      return;
    }
    Withheld one = left.get(0);
    String untaken =
        "no active flow takes %d of its stretches, such as %d to %d of %s: their conditions do not hold"
            .formatted(left.size(), one.from(), one.to(), one.counter());
    if (nothingTaken) {
      throw MillraceException.hinted(
          ErrorCode.USAGE,
          "case %d: %s".formatted(decided.getId(), untaken),
          "nothing was changed; ignore them, or give a flow a 'where' that lets them in");
    }
    flows.runs().cases().again(handle, decided.getId(), untaken);
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

  /** A slip of the pen must not post to the order that the machine was at. */
  private static void refuseMisspelt(Case decided, String note) {
    Matcher words = NAMED.matcher(note);
    while (words.find()) {
      String meant = Nearest.suggestion(words.group(1), List.of("order"));
      if (!meant.isEmpty()) {
        throw new MillraceException(
            ErrorCode.USAGE,
            "case %d: '%s=' in the note is no name%s nothing was changed"
                .formatted(decided.getId(), words.group(1), meant));
      }
    }
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
    refuseMisspelt(decided, note);
    if (stretch.order().isEmpty()) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "case %d: nobody knows the order, say it in the note: --note order=NAME"
              .formatted(decided.getId()));
    }
    return stretch.order();
  }
}
