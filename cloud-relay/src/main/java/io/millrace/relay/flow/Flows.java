package io.millrace.relay.flow;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.Decision;
import io.millrace.relay.connector.Target;
import io.millrace.relay.counting.ChainSheet;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.counting.Count;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.WindowRule;
import io.millrace.relay.flow.window.ClosedBy;
import io.millrace.relay.flow.window.WindowRows;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.Postings;
import io.millrace.v1.Event;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The active flows over one log. What writes runs on the store's writer thread within the caller's
 * transaction, which either does all of it or nothing; the rest on any handle.
 */
public final class Flows {
  private static final String CURSOR = "flows";

  private final Definitions definitions;
  private final Chains chains;
  private final Runs runs;
  private final RunDecisions decisions;
  private final ZoneId zone;

  /** Business dates are those of that zone; kept definitions are held against those targets. */
  public Flows(
      List<Flow> flows,
      List<Target> targets,
      Chains chains,
      Postings postings,
      EventLog log,
      Cases cases,
      Clock clock,
      ZoneId zone) {
    this.definitions = new Definitions(flows, targets);
    this.chains = chains;
    this.runs = new Runs(definitions, chains, postings, log, cases, clock);
    this.decisions = new RunDecisions(runs, postings, clock);
    this.zone = zone;
  }

  /** What hears how postings end, and takes their runs on. */
  public PostingListener listener() {
    return runs;
  }

  /** What people may decide about runs. */
  public List<Decision> decisions() {
    return decisions.all();
  }

  /**
   * Puts down what each flow does to the world, and closes windows that an earlier version opened.
   * CONFIG_INVALID when the effect of one has changed since, or when unfinished work of an earlier
   * version cannot be finished by it any more.
   */
  public void activate(Handle handle, Instant now) {
    definitions.activate(handle, now);
    gathering(handle, now).closeStale();
  }

  /**
   * Takes the events that follow the position in the log: chains, windows, postings and the new
   * position. PROGRAM_FAULT when somebody else has moved it.
   */
  public Progress advance(Handle handle, long position, List<LoggedEvent> events, Instant now) {
    long before = position(handle);
    if (before != position) {
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT, "flows stand at " + before + ", not at " + position);
    }
    ChainSheet sheet = chains.sheet(handle);
    Gathering gathering = gathering(handle, now);
    events.forEach(event -> take(handle, event, sheet, gathering, now));
    gathering.flush();
    sheet.flush();
    gathering.closeDue();
    runs.waits().tellOverdue(handle, now);
    long after = events.isEmpty() ? position : events.get(events.size() - 1).position();
    handle.execute(
        "INSERT OR REPLACE INTO flow_cursor (name, position) VALUES (?, ?)", CURSOR, after);
    return new Progress(after, due(handle));
  }

  /** What a decision or an event has left to do to runs beyond those of one transaction. */
  Optional<Rest> rest(Handle handle) {
    return Rest.first(handle);
  }

  /** Does the next page of it. USAGE, CONFIG_INVALID when a decision does not fit a run. */
  void goOn(Handle handle, Rest rest, Instant now) {
    if (rest.isOfEvent()) {
      runs.wake(handle, rest, now);
    } else {
      decisions.take(handle, rest);
    }
  }

  /**
   * What a decision could not do is asked about anew; the page of runs that an event could not wake
   * stops for a person.
   */
  void giveBack(Handle handle, Rest rest, String why) {
    if (rest.isOfEvent()) {
      runs.giveBack(handle, rest, why);
    } else {
      decisions.giveBack(handle, rest, why);
    }
  }

  /** Makes postings of all open windows. */
  public void drain(Handle handle, Instant now) {
    gathering(handle, now).closeAll(ClosedBy.DRAIN);
  }

  /** Position of the last event that was taken; 0 before the first. */
  public long position(Handle handle) {
    return handle
        .createQuery("SELECT position FROM flow_cursor WHERE name = ?")
        .bind(0, CURSOR)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  /** Where that stands, and when the next window is due. */
  public Progress progress(Handle handle) {
    return new Progress(position(handle), due(handle));
  }

  /** The run of that number. */
  public Optional<Run> run(Handle handle, long run) {
    return RunRows.find(handle, run);
  }

  /** What a run has asked for, in the order of its steps; empty for a run of one step. */
  public List<CalledStep> calls(Handle handle, long run) {
    return RunRows.calls(handle, run);
  }

  /** Runs that the event at that position began. */
  public List<Run> runsOf(Handle handle, long position) {
    return RunRows.ofPosition(handle, position);
  }

  /**
   * Open runs by flow, version and state, sorted; those of one step are open with their posting.
   */
  public List<OpenRuns> open(Handle handle) {
    return RunRows.open(handle).stream()
        .map(each -> new OpenRuns(each.flow(), each.version(), each.state(), each.count()))
        .toList();
  }

  /** How each flow is: the active ones, and older versions with unfinished work. */
  public List<FlowState> states(Handle handle, Optional<String> plant) {
    return new FlowStates(handle, plant).of(definitions.active());
  }

  /** What runs wait for, oldest first: at most so many. */
  public List<WaitingRun> waits(Handle handle, int limit) {
    return Waits.all(handle, limit);
  }

  /** The active flows. */
  public List<Flow> active() {
    return List.copyOf(definitions.active());
  }

  /** Positions of counts of that machine that wait in open windows. */
  public Set<Long> waiting(Handle handle, String plant, String equipment) {
    return WindowRows.ofMachine(handle, plant, equipment).stream()
        .flatMap(window -> window.members().all().stream())
        .collect(Collectors.toSet());
  }

  Gathering gathering(Handle handle, Instant now) {
    return new Gathering(handle, definitions, runs, zone, now);
  }

  /** Active flows with windows of that name, or all of them without one. */
  List<Flow> named(String flow) {
    return definitions.active().stream()
        .filter(each -> each.window() != null)
        .filter(each -> flow.isEmpty() || each.name().equals(flow))
        .toList();
  }

  ZoneId zone() {
    return zone;
  }

  Runs runs() {
    return runs;
  }

  private void take(
      Handle handle, LoggedEvent logged, ChainSheet sheet, Gathering gathering, Instant now) {
    Event event = logged.event();
    if (!event.hasProductionCount()) {
      runs.take(handle, logged, now);
      return;
    }
    Count count;
    try {
      count = Count.of(logged.position(), logged.agent(), logged.plant(), event);
    } catch (IllegalArgumentException e) {
      sheet.refuse(
          logged.plant(), logged.position(), event.getId(), String.valueOf(e.getMessage()));
      return;
    }
    gathering.take(event, count, sheet.take(count), sheet);
  }

  private @Nullable Instant due(Handle handle) {
    Instant due = Waits.due(handle);
    for (Flow flow : definitions.active()) {
      WindowRule rule = flow.window();
      if (rule == null) {
        continue;
      }
      Instant opened = WindowRows.oldest(handle, flow.name()).orElse(null);
      if (opened != null) {
        Instant own = opened.plus(rule.every());
        due = due == null || own.isBefore(due) ? own : due;
      }
    }
    return due;
  }
}
