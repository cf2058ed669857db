package io.millrace.relay.flow;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.counting.Count;
import io.millrace.relay.counting.Sheet;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.posting.Postings;
import io.millrace.v1.Event;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final Map<String, Flow> flows = new LinkedHashMap<>();
  private final Chains chains;
  private final PostingMaker maker;
  private final ZoneId zone;

  /** Business dates are those of that zone. */
  public Flows(List<Flow> flows, Chains chains, Postings postings, ZoneId zone) {
    flows.forEach(flow -> this.flows.put(flow.name(), flow));
    this.chains = chains;
    this.maker = new PostingMaker(postings);
    this.zone = zone;
  }

  /**
   * Puts down what each flow does to the world when it is active for the first time. CONFIG_INVALID
   * when the effect of one has changed since.
   */
  public void activate(Handle handle, Instant now) {
    for (Flow flow : flows.values()) {
      activate(handle, flow, now);
    }
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
    Sheet sheet = chains.sheet(handle);
    Gathering gathering = gathering(handle, now);
    events.forEach(event -> take(event, sheet, gathering));
    gathering.flush();
    sheet.flush();
    gathering.closeDue();
    long after = events.isEmpty() ? position : events.get(events.size() - 1).position();
    handle.execute(
        "INSERT OR REPLACE INTO flow_cursor (name, position) VALUES (?, ?)", CURSOR, after);
    return new Progress(after, due(handle));
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
    return Run.find(handle, run);
  }

  /** Positions of counts of that machine that wait in open windows. */
  public Set<Long> waiting(Handle handle, String plant, String equipment) {
    return WindowRows.ofMachine(handle, plant, equipment).stream()
        .flatMap(window -> window.members().all().stream())
        .collect(Collectors.toSet());
  }

  Gathering gathering(Handle handle, Instant now) {
    return new Gathering(handle, flows, maker, zone, now);
  }

  List<Flow> named(String flow) {
    return flows.values().stream()
        .filter(each -> flow.isEmpty() || each.name().equals(flow))
        .toList();
  }

  ZoneId zone() {
    return zone;
  }

  PostingMaker maker() {
    return maker;
  }

  private static void take(LoggedEvent logged, Sheet sheet, Gathering gathering) {
    Event event = logged.event();
    if (!event.hasProductionCount()) {
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
    gathering.take(count, sheet.take(count), sheet);
  }

  private @Nullable Instant due(Handle handle) {
    Instant due = null;
    for (Flow flow : flows.values()) {
      Long opened =
          handle
              .createQuery("SELECT min(opened_at) FROM flow_window WHERE flow = ?")
              .bind(0, flow.name())
              .mapTo(Long.class)
              .findOne()
              .orElse(null);
      if (opened != null) {
        Instant own = Instant.ofEpochMilli(opened).plus(flow.every());
        due = due == null || own.isBefore(due) ? own : due;
      }
    }
    return due;
  }

  private static void activate(Handle handle, Flow flow, Instant now) {
    Optional<String> effect =
        handle
            .createQuery("SELECT effect FROM flow_activation WHERE flow = ?")
            .bind(0, flow.name())
            .mapTo(String.class)
            .findOne();
    if (effect.isPresent() && !effect.get().equals(flow.effect())) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          ("flow %s: effect: '%s' was active as '%s', and an effect never changes, else what was"
                  + " posted would be posted again: restore it, or give the flow a new name")
              .formatted(flow.name(), flow.effect(), effect.get()));
    }
    handle.execute(
        "INSERT INTO flow_activation (flow, version, target, operation, effect, activated_at)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (flow) DO UPDATE SET"
            + " version = excluded.version, target = excluded.target,"
            + " operation = excluded.operation",
        flow.name(),
        flow.version(),
        flow.target(),
        flow.operation(),
        flow.effect(),
        now.toEpochMilli());
  }
}
