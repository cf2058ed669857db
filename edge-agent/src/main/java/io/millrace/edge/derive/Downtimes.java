package io.millrace.edge.derive;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.Downtime;
import io.millrace.v1.DowntimeState;
import io.millrace.v1.DowntimeStatus;
import io.millrace.v1.Event;
import io.millrace.v1.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Machines that stand longer than their threshold. That one began to stand is known by the state
 * that was journalled with it, so a kill loses none of the time before the threshold. Only a
 * reading ends or begins it, a gap does not. Time is that of the agent's monotonic clock, and of
 * its wall clock from the beginning to the first scan after a restart. One owner thread.
 */
final class Downtimes {
  private final Memory memory;
  private final Map<String, DowntimeRule> rules = new HashMap<>();
  private final Map<String, List<DowntimeRule>> bySource;
  private final Map<String, Anchor> anchors = new HashMap<>();

  Downtimes(List<DowntimeRule> rules, Memory memory) {
    this.memory = memory;
    rules.forEach(rule -> this.rules.put(rule.equipment(), rule));
    this.bySource = rules.stream().collect(Collectors.groupingBy(DowntimeRule::source));
  }

  /** The end of an open one. To be journalled before the state of the same scan. */
  Optional<Event> ended(
      StateRule state, Scan scan, Map<String, Reading> readings, EventDraft draft) {
    DowntimeRule rule = rules.get(state.equipment());
    Long raw = rule == null ? null : Sight.whole(readings.get(rule.tag()));
    if (rule == null || raw == null || rule.stands(raw)) {
      return Optional.empty();
    }
    return Optional.ofNullable(memory.downtime(rule.equipment()))
        .filter(open -> !open.getDowntime().isEmpty())
        .map(open -> end(rule, open, scan, draft));
  }

  /** One that passes its threshold. To be journalled after the state of the same scan. */
  Optional<Event> begun(
      StateRule state, Scan scan, Map<String, Reading> readings, EventDraft draft) {
    DowntimeRule rule = rules.get(state.equipment());
    Long raw = rule == null ? null : Sight.whole(readings.get(rule.tag()));
    if (rule == null || raw == null || !rule.stands(raw)) {
      return Optional.empty();
    }
    return Optional.ofNullable(memory.downtime(rule.equipment()))
        .filter(standing -> standing.getDowntime().isEmpty())
        .filter(standing -> elapsed(rule, standing, scan).compareTo(rule.threshold()) >= 0)
        .map(standing -> begin(rule, standing, raw, scan, readings, draft));
  }

  /** Whether that value says that a machine begins or ceases to stand, as far as journalled. */
  boolean turns(StateRule state, long raw) {
    DowntimeRule rule = rules.get(state.equipment());
    return rule != null && rule.stands(raw) != (memory.downtime(state.equipment()) != null);
  }

  /** The order that the machine's downtime would be booked on; empty for none. */
  String order(String equipment, Map<String, Reading> readings) {
    DowntimeRule rule = rules.get(equipment);
    return rule == null ? "" : Sight.text(rule.orderTag(), readings);
  }

  /** Forgets machines that began to stand and at which nobody looks any longer. */
  void forgetUnwatched() {
    memory.standing().stream()
        .filter(state -> state.getDowntime().isEmpty() && !rules.containsKey(state.getEquipment()))
        .forEach(state -> memory.goes(state.getEquipment()));
  }

  /** Ends of open ones at whose machines nobody looks any longer; when they really end is open. */
  List<Event> abandoned(EventDraft draft, String why) {
    return memory.standing().stream()
        .filter(state -> !state.getDowntime().isEmpty() && !rules.containsKey(state.getEquipment()))
        .map(state -> abandoned(state, draft, why))
        .toList();
  }

  private static Event abandoned(DowntimeState open, EventDraft draft, String why) {
    Duration length = Duration.between(Times.of(open.getFrom()), draft.observedAt());
    Downtime.Builder downtime =
        Downtime.newBuilder()
            .setDowntime(open.getDowntime())
            .setState(open.getState())
            .setReason(open.getReason())
            .setFrom(open.getFrom())
            .setTo(Times.wire(draft.observedAt()))
            .setDurationMs(Math.max(0, length.toMillis()))
            .setEndedBecause(why);
    Event.Builder event = draft.begin(open.getEquipment(), List.of(), Quality.QUALITY_UNCERTAIN);
    return keyed(event, open).setDowntime(downtime).build();
  }

  /** Moves the state by an event that is in the journal. */
  void apply(Event event) {
    if (event.hasMachineState()) {
      state(event);
    } else if (event.hasDowntime()) {
      told(event, event.getDowntime());
    }
  }

  /** All events of the scan are in the journal. */
  void done(Scan scan) {
    for (DowntimeRule rule : bySource.getOrDefault(scan.source(), List.of())) {
      DowntimeState standing = memory.downtime(rule.equipment());
      if (standing == null) {
        anchors.remove(rule.equipment());
      } else if (!anchors.containsKey(rule.equipment())) {
        anchors.put(
            rule.equipment(), new Anchor(elapsed(rule, standing, scan), scan.observedNanos()));
      }
    }
  }

  /** What stands too long, by equipment, as journalled. Any thread. */
  List<DowntimeStatus> open() {
    return rules.keySet().stream()
        .sorted()
        .flatMap(equipment -> Stream.ofNullable(memory.downtime(equipment)))
        .filter(state -> !state.getDowntime().isEmpty())
        .map(Downtimes::status)
        .toList();
  }

  private static DowntimeStatus status(DowntimeState state) {
    return DowntimeStatus.newBuilder()
        .setEquipment(state.getEquipment())
        .setDowntime(state.getDowntime())
        .setState(state.getState())
        .setReason(state.getReason())
        .setOrder(state.getOrder())
        .setFrom(Times.of(state.getFrom()).toString())
        .build();
  }

  private Event begin(
      DowntimeRule rule,
      DowntimeState standing,
      long raw,
      Scan scan,
      Map<String, Reading> readings,
      EventDraft draft) {
    String state = rule.nameOf(raw);
    Downtime.Builder downtime =
        Downtime.newBuilder()
            .setOngoing(true)
            .setState(state)
            .setReason(reason(rule, state, readings))
            .setFrom(standing.getFrom())
            .setDurationMs(elapsed(rule, standing, scan).toMillis())
            .setThresholdMs(rule.threshold().toMillis());
    Event.Builder event =
        draft.begin(rule.equipment(), List.copyOf(rule.tags()), Quality.QUALITY_GOOD);
    return keyed(event, standing).setDowntime(downtime.setDowntime(event.getId())).build();
  }

  private Event end(DowntimeRule rule, DowntimeState open, Scan scan, EventDraft draft) {
    Downtime.Builder downtime =
        Downtime.newBuilder()
            .setDowntime(open.getDowntime())
            .setState(open.getState())
            .setReason(open.getReason())
            .setFrom(open.getFrom())
            .setTo(Times.wire(scan.observedAt()))
            .setDurationMs(elapsed(rule, open, scan).toMillis())
            .setThresholdMs(rule.threshold().toMillis());
    Event.Builder event =
        draft.begin(rule.equipment(), List.copyOf(rule.tags()), Quality.QUALITY_GOOD);
    return keyed(event, open).setDowntime(downtime).build();
  }

  private static Event.Builder keyed(Event.Builder event, DowntimeState standing) {
    if (!standing.getOrder().isEmpty()) {
      event.getKeysBuilder().setOrder(standing.getOrder());
    }
    return event;
  }

  /** As named, else as read; 0, nothing and what cannot be read say nothing: then the state. */
  private static String reason(DowntimeRule rule, String state, Map<String, Reading> readings) {
    String reasonTag = rule.reasonTag();
    Long raw = reasonTag == null ? null : Sight.whole(readings.get(reasonTag));
    String named = raw == null ? null : rule.reasons().get(raw);
    if (named != null) {
      return named;
    }
    String read = Sight.text(reasonTag, readings);
    return read.isEmpty() ? state : read;
  }

  /**
   * By the rule of today, in replay too. That cannot matter for what is told: an open downtime is
   * ended by a reading alone, and a machine of which the memory is wrong by today's rule has its
   * state told again by the first reading ({@link #turns}), which puts the memory right.
   */
  private void state(Event event) {
    DowntimeRule rule = rules.get(event.getEquipment());
    if (rule == null || !event.getOrigin().getTagsList().contains(rule.tag())) {
      return;
    }
    DowntimeState before = memory.downtime(rule.equipment());
    boolean stands = rule.stands(event.getMachineState().getRaw());
    if (stands && before == null) {
      memory.stands(
          DowntimeState.newBuilder()
              .setEquipment(event.getEquipment())
              .setState(event.getMachineState().getState())
              .setOrder(event.getKeys().getOrder())
              .setFrom(event.getObservedAt())
              .build());
    } else if (!stands && before != null && before.getDowntime().isEmpty()) {
      memory.goes(rule.equipment());
    }
  }

  private void told(Event event, Downtime downtime) {
    if (!downtime.getOngoing()) {
      memory.goes(event.getEquipment());
      return;
    }
    memory.stands(
        DowntimeState.newBuilder()
            .setEquipment(event.getEquipment())
            .setDowntime(downtime.getDowntime())
            .setState(downtime.getState())
            .setReason(downtime.getReason())
            .setOrder(event.getKeys().getOrder())
            .setFrom(downtime.getFrom())
            .build());
  }

  /** How long it stood at that scan; not below zero when the wall clock was set back. */
  private Duration elapsed(DowntimeRule rule, DowntimeState standing, Scan scan) {
    Anchor anchor = anchors.get(rule.equipment());
    if (anchor != null) {
      return anchor.elapsed().plusNanos(Math.max(0, scan.observedNanos() - anchor.nanos()));
    }
    Instant from = Times.of(standing.getFrom());
    Duration wall = Duration.between(from, scan.observedAt());
    return wall.isNegative() ? Duration.ZERO : wall;
  }

  /** How long it stood at a moment of the monotonic clock. */
  private record Anchor(Duration elapsed, long nanos) {}
}
