package io.millrace.edge.derive;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Ids;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.CounterState;
import io.millrace.v1.DowntimeStatus;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import io.millrace.v1.MeasureStatus;
import io.millrace.v1.OpenGap;
import io.millrace.v1.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All derivations of one agent. The caller derives, journals, and then says so: {@link #take} or
 * another deriving method gives events and changes nothing, {@link #journalled} moves the state by
 * one event, {@link #done} closes a scan whose events are all journalled. A scan that could not be
 * journalled completely is taken again and gives what is left. One owner thread; counters may be
 * read from any.
 */
public final class Derivations {
  /** How long an agent stood still whose clock was set back meanwhile: a year at the most. */
  private static final Duration NOBODY_KNOWS = Duration.ofDays(365);

  private static final GapReason FULL = GapReason.GAP_REASON_JOURNAL_FULL;
  private static final String TELEMETRY = "telemetry";
  private static final String NOT_CONFIGURED = "not configured";

  private final Rules rules;
  private final Ids ids;
  private final Memory memory = new Memory();
  private final Gaps gaps;
  private final Machines machines;
  private final Faults faults = new Faults();
  private final Downtimes downtimes;
  private final Measures measures;
  private final Map<String, List<StateRule>> states;
  private final Map<String, List<MeasureRule>> measured;
  private final Map<String, List<CounterRule>> counters = new HashMap<>();
  private final List<Samples> samples;
  private final Map<String, Long> lookedNanos = new HashMap<>();
  private final Set<String> begun = new HashSet<>();
  private Optional<Instant> previousRun = Optional.empty();

  /** Without any state: every counter will begin with a baseline. */
  public Derivations(Rules rules, Ids ids) {
    this.rules = rules;
    this.ids = ids;
    this.gaps = new Gaps(rules.plant(), memory);
    this.machines = new Machines(memory);
    this.downtimes = new Downtimes(rules.downtimes(), memory);
    this.measures = new Measures(rules.measures(), memory);
    this.states = rules.statesTold().stream().collect(Collectors.groupingBy(StateRule::source));
    this.measured =
        rules.measures().stream().collect(Collectors.groupingBy(rule -> rule.settings().source()));
    this.samples =
        rules.telemetry().stream().map(rule -> new Samples(rules.plant(), rule)).toList();
    rules
        .counters()
        .forEach(
            rule -> counters.computeIfAbsent(rule.source(), key -> new ArrayList<>()).add(rule));
  }

  /** Takes over a checkpoint; empty is no state. JOURNAL_DAMAGED when it cannot be read. */
  public void restore(byte[] checkpoint) {
    try {
      memory.restore(checkpoint);
      previousRun = memory.lastSeen();
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_DAMAGED, "checkpoint of " + checkpoint.length + " bytes", e);
    }
  }

  /** Moves the state by an event journalled after the checkpoint. JOURNAL_DAMAGED as above. */
  public void replay(byte[] event) {
    try {
      move(Event.parseFrom(event));
      previousRun = memory.lastSeen();
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_DAMAGED, "event of " + event.length + " bytes", e);
    }
  }

  /**
   * When each source and counter was read last, whether that told anything or not: small, for the
   * journal's note. Only while no scan is half journalled.
   */
  public byte[] heartbeat() {
    return memory.heartbeat();
  }

  /** Takes over a heartbeat at its place among the events. JOURNAL_DAMAGED as above. */
  public void beat(byte[] heartbeat) {
    try {
      memory.beat(heartbeat);
      previousRun = memory.lastSeen();
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_DAMAGED, "heartbeat of " + heartbeat.length + " bytes", e);
    }
  }

  /**
   * All was taken over: ends the gaps and downtimes that nothing of today's configuration would
   * ever end.
   *
   * @param tags of each source
   * @return to be journalled before anything else; the state moves by {@link #journalled}
   */
  public List<Event> restored(Map<String, Set<String>> tags, Instant now) {
    downtimes.forgetUnwatched();
    List<Event> events =
        new ArrayList<>(
            gaps.abandoned(Watched.of(tags, rules), source -> draft(source, now), NOT_CONFIGURED));
    events.addAll(downtimes.abandoned(draft("", now), NOT_CONFIGURED));
    return events;
  }

  /** The state as it is journalled, for the head of a segment. */
  public byte[] checkpoint() {
    return memory.checkpoint();
  }

  /** What a scan tells, in the order in which it is to be journalled; telemetry comes last. */
  public List<Event> take(Scan scan) {
    EventDraft draft = EventDraft.of(scan, ids);
    Map<String, Reading> readings = Sight.byTag(scan);
    List<Event> events = new ArrayList<>();
    unobserved(scan, draft).ifPresent(events::add);
    Map<String, Reading> usable = new LinkedHashMap<>(readings);
    List<Event> derived = derived(scan, readings, usable, draft);
    events.addAll(gaps.of(scan.source(), scan.observedAt(), usable, draft));
    events.addAll(derived);
    return events;
  }

  /** Each derivation by itself; the tags of one that fails become bad in {@code usable}. */
  private List<Event> derived(
      Scan scan, Map<String, Reading> readings, Map<String, Reading> usable, EventDraft draft) {
    List<Event> events = new ArrayList<>();
    for (CounterRule rule : counters.getOrDefault(scan.source(), List.of())) {
      String tag = rule.settings().tag();
      if (readings.containsKey(tag)) {
        events.addAll(
            faults.isolated(
                rule.id(),
                List.of(tag),
                usable,
                () -> Sight.fault(rule, readings),
                () ->
                    Sight.of(rule, readings)
                        .flatMap(sight -> count(rule, sight, scan, draft))
                        .stream()
                        .toList()));
      }
    }
    for (StateRule rule : states.getOrDefault(scan.source(), List.of())) {
      events.addAll(
          faults.isolated(
              "state of " + rule.equipment(),
              List.of(rule.tag()),
              usable,
              Optional::empty,
              () -> state(rule, scan, readings, draft)));
    }
    for (MeasureRule rule : measured.getOrDefault(scan.source(), List.of())) {
      events.addAll(
          faults.isolated(
              rule.characteristic() + " of " + rule.equipment(),
              List.of(rule.settings().tag()),
              usable,
              () -> rule.fault(readings.get(rule.settings().tag())),
              () -> measures.derive(rule, scan, readings, events, draft).stream().toList()));
    }
    for (Samples rule : samples) {
      if (rule.rule().source().equals(scan.source())) {
        events.addAll(
            faults.isolated(
                "telemetry of " + scan.source(),
                List.of(),
                usable,
                Optional::empty,
                () -> rule.derive(scan, draft)));
      }
    }
    return events;
  }

  /** What cannot be derived now and why, by counter or by what is derived. Any thread. */
  public Map<String, String> faults() {
    return faults.present();
  }

  /** How often something could not be derived, since start. Any thread. */
  public long faultTimes() {
    return faults.times();
  }

  /** The end of a downtime, the state, the begin of a downtime: each rests on the one before. */
  private List<Event> state(
      StateRule rule, Scan scan, Map<String, Reading> readings, EventDraft draft) {
    List<Event> events = new ArrayList<>();
    downtimes.ended(rule, scan, readings, draft).ifPresent(events::add);
    machines.derive(rule, downtimes, readings, draft).ifPresent(events::add);
    downtimes.begun(rule, scan, readings, draft).ifPresent(events::add);
    return events;
  }

  /** An event of that scan is in the journal. */
  public void journalled(Event event, Scan scan) {
    journalled(event);
    measures.journalled(event, scan);
    if (event.hasTelemetry()) {
      samples.stream()
          .filter(rule -> rule.rule().source().equals(scan.source()))
          .forEach(rule -> rule.told(event, scan));
    }
    if (event.hasGap() && event.getGap().getReason() == GapReason.GAP_REASON_AGENT_STOPPED) {
      begun.add(scan.source());
    }
  }

  /** An event that came of no scan is in the journal. */
  public void journalled(Event event) {
    move(event);
  }

  /** Live and in replay: what the state follows from. */
  private void move(Event event) {
    memory.apply(event);
    downtimes.apply(event);
    measures.apply(event);
  }

  /** All events of the scan are in the journal. */
  public void done(Scan scan) {
    begun.add(scan.source());
    memory.seen(scan.source(), Times.wire(scan.observedAt()));
    downtimes.done(scan);
    Map<String, Reading> readings = Sight.byTag(scan);
    for (CounterRule rule : counters.getOrDefault(scan.source(), List.of())) {
      if (!faults.has(rule.id()) && Sight.of(rule, readings).isPresent()) {
        lookedNanos.put(rule.id(), scan.askedNanos());
        memory.read(rule.id(), Times.wire(scan.observedAt()));
      }
    }
  }

  /** The source stopped to answer: its gap begins, unless it is open already. */
  public Optional<Event> lost(String source, Instant since, Instant now) {
    GapReason reason = GapReason.GAP_REASON_SOURCE_UNREACHABLE;
    return memory.gap(source, "", reason, "") != null
        ? Optional.empty()
        : Optional.of(gaps.gap(draft(source, now), reason, List.of(), since, null, 0));
  }

  /** Scans of the source were dropped between the last one journalled and this moment. */
  public Event dropped(String source, GapReason reason, long values, Instant from, Instant to) {
    Instant since = memory.lastSeen(source).orElse(from);
    return gaps.gap(draft(source, to), reason, List.of(), since, to, values);
  }

  /** Values of these tags between the two moments were lost on their way; how many is unknown. */
  public Event missed(String source, List<String> tags, Instant from, Instant to) {
    GapReason reason = GapReason.GAP_REASON_NOTIFICATIONS_LOST;
    return gaps.gap(draft(source, to), reason, tags, from, to, 0);
  }

  /** Telemetry of the source begins to be dropped, unless that is known already. */
  public Optional<Event> telemetryStopped(String source, Instant now) {
    Instant since = memory.lastSeen(source).orElse(now);
    return telemetryGap(source) != null
        ? Optional.empty()
        : Optional.of(telemetry(gaps.gap(draft(source, now), FULL, List.of(), since, null, 0)));
  }

  /** Telemetry of the source is journalled again, if it had stopped. */
  public Optional<Event> telemetryResumed(String source, long values, Instant now) {
    OpenGap open = telemetryGap(source);
    return open == null
        ? Optional.empty()
        : Optional.of(
            telemetry(
                gaps.gap(
                    draft(source, now), FULL, List.of(), Times.of(open.getFrom()), now, values)));
  }

  private @Nullable OpenGap telemetryGap(String source) {
    return memory.gap(source, "", FULL, TELEMETRY);
  }

  private static Event telemetry(Event gap) {
    return gap.toBuilder().setGap(gap.getGap().toBuilder().setStream(TELEMETRY)).build();
  }

  /** Sequences of a stream, both included, that are no longer in the journal. */
  public Event hole(GapReason reason, String stream, long first, long last, Instant now) {
    return draft("", now)
        .begin(rules.plant(), List.of(), Quality.QUALITY_BAD)
        .setGap(
            Gap.newBuilder()
                .setReason(reason)
                .setStream(stream)
                .setFirstSequence(first)
                .setLastSequence(last)
                .setCount(last - first + 1))
        .build();
  }

  /** All known counters by id, configured or not, as journalled. Any thread. */
  public Collection<CounterState> counters() {
    return memory.counters();
  }

  /** Whether that counter was read in this run and all that told was journalled. Any thread. */
  public boolean wasRead(String counter) {
    return memory.wasRead(counter);
  }

  /** What stands longer than its threshold, as journalled. Any thread. */
  public List<DowntimeStatus> downtimes() {
    return downtimes.open();
  }

  /** The last sample of each configured characteristic that has one, as journalled. Any thread. */
  public List<MeasureStatus> measures() {
    return measures.last();
  }

  private Optional<Event> unobserved(Scan scan, EventDraft draft) {
    if (begun.contains(scan.source())) {
      return Optional.empty();
    }
    return memory
        .lastSeen(scan.source())
        .or(() -> previousRun)
        .map(
            last ->
                gaps.gap(
                    draft,
                    GapReason.GAP_REASON_AGENT_STOPPED,
                    List.of(),
                    earlier(last, scan.observedAt()),
                    scan.observedAt(),
                    0));
  }

  /** A clock that was set back while the agent stood still leaves a gap of unknown length. */
  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Optional<Event> count(CounterRule rule, Sight sight, Scan scan, EventDraft draft) {
    CounterState before = memory.counter(rule.id());
    Long looked = lookedNanos.get(rule.id());
    Duration unobserved = Duration.ZERO;
    Duration elapsed = rule.poll();
    if (looked != null) {
      unobserved = Duration.ofNanos(scan.observedNanos() - looked);
      elapsed = longer(unobserved, rule.poll());
    } else if (before != null) {
      unobserved = Duration.between(Times.of(before.getObservedAt()), scan.observedAt());
      elapsed = unobserved.isNegative() ? NOBODY_KNOWS : unobserved.plus(rule.poll());
    }
    return new Counting(rule).derive(sight, before, elapsed, unobserved, draft);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private EventDraft draft(String source, Instant now) {
    return new EventDraft(ids, source, now, now);
  }
}
