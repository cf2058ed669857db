package io.millrace.relay.lineage;

import io.millrace.relay.counting.Chains;
import io.millrace.relay.counting.CountRule;
import io.millrace.relay.counting.Withheld;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.posting.AttemptRecord;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountFlag;
import io.millrace.v1.Event;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.QualityResult;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedAttempt;
import io.millrace.v1.TracedEvent;
import io.millrace.v1.TracedPosting;
import io.millrace.v1.TracedRange;
import io.millrace.v1.TracedRun;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gathers one answer on one handle, within the limits of {@link Lineage}. One use. */
final class Tracing {
  private static final int CHUNK = 1_000;

  private final Handle handle;
  private final EventLog log;
  private final Chains chains;
  private final Flows flows;
  private final Postings postings;
  private final TraceResponse.Builder answer = TraceResponse.newBuilder();
  private final Map<List<String>, Set<Long>> waiting = new HashMap<>();
  private int events;
  private long omitted;

  Tracing(Handle handle, EventLog log, Chains chains, Flows flows, Postings postings) {
    this.handle = handle;
    this.log = log;
    this.chains = chains;
    this.flows = flows;
    this.postings = postings;
  }

  TraceResponse answer(long omittedPostings) {
    return answer.setOmitted(omitted + omittedPostings).build();
  }

  void add(Posting posting) {
    TracedPosting.Builder traced =
        TracedPosting.newBuilder()
            .setPosting(posting.id())
            .setTarget(posting.target())
            .setOperation(posting.operation())
            .setEffect(posting.effect())
            .setState(posting.state().name())
            .setDocument(orEmpty(posting.document()))
            .setReference(posting.reference())
            .setOrder(posting.order())
            .putAllFields(posting.fields());
    postings.ranges(handle, posting.id()).forEach(range -> traced.addRanges(traced(range)));
    postings.attempts(handle, posting.id()).forEach(each -> traced.addAttempts(traced(each)));
    flows
        .run(handle, posting.run())
        .ifPresent(
            run ->
                traced.setRun(
                    TracedRun.newBuilder()
                        .setRun(run.id())
                        .setFlow(run.flow())
                        .setVersion(run.version())
                        .setClosedBy(run.closedBy())));
    addEvents(posting, traced);
    answer.addPostings(traced);
  }

  /** An event of the subject, unless a posting holds all of it. */
  void addUnposted(LoggedEvent logged) {
    List<Posting> holding = postings.ofPosition(handle, logged.position());
    boolean isDecided =
        !holding.isEmpty()
            && chains.ofPosition(handle, logged.position()).stream().allMatch(Withheld::isPosted);
    String rule = isDecided ? "" : rule(logged, !holding.isEmpty());
    if (!rule.isEmpty() && isRoom()) {
      answer.addUnposted(event(logged, holding.isEmpty() ? null : holding.get(0), rule));
    }
  }

  /** The event alone, with what became of it. */
  TracedEvent subject(LoggedEvent logged) {
    List<Posting> holding = postings.ofPosition(handle, logged.position());
    return event(
        logged, holding.isEmpty() ? null : holding.get(0), rule(logged, !holding.isEmpty()));
  }

  private void addEvents(Posting posting, TracedPosting.Builder traced) {
    List<Long> members = postings.members(handle, posting.id());
    for (int from = 0; from < members.size(); from += CHUNK) {
      List<Long> chunk = members.subList(from, Math.min(from + CHUNK, members.size()));
      for (LoggedEvent logged : log.at(handle, chunk)) {
        if (isRoom()) {
          traced.addEvents(event(logged, posting, withheld(logged)));
        }
      }
    }
  }

  private boolean isRoom() {
    if (events >= Lineage.EVENTS_MAX) {
      omitted++;
      return false;
    }
    events++;
    return true;
  }

  /** What keeps the event, or a part of it, from being posted; empty when nothing does. */
  private String rule(LoggedEvent logged, boolean held) {
    Event event = logged.event();
    if (!event.hasProductionCount()) {
      return held ? "" : runs(logged);
    }
    String withheld = withheld(logged);
    if (held || !withheld.isEmpty()) {
      return withheld;
    }
    ProductionCount count = event.getProductionCount();
    if (count.getFrom() == count.getTo()) {
      return "NOTHING_COUNTED";
    }
    if (logged.position() > flows.position(handle)) {
      return "NOT_READ_YET";
    }
    return waitingOn(logged).contains(logged.position()) ? "WINDOW_OPEN" : "NO_FLOW";
  }

  /** What flows made of an event that is no count. */
  private String runs(LoggedEvent logged) {
    String states =
        flows.runsOf(handle, logged.position()).stream()
            .map(run -> "RUN_" + run.state())
            .distinct()
            .collect(Collectors.joining(", "));
    return states.isEmpty() ? "NO_RUN" : states;
  }

  private Set<Long> waitingOn(LoggedEvent logged) {
    String equipment = logged.event().getEquipment();
    return waiting.computeIfAbsent(
        List.of(logged.plant(), equipment), key -> flows.waiting(handle, key.get(0), key.get(1)));
  }

  private String withheld(LoggedEvent logged) {
    return chains.ofPosition(handle, logged.position()).stream()
        .map(Tracing::text)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String text(Withheld stretch) {
    return stretch.rule().isWithheld() && stretch.rule() != CountRule.INVALID
        ? stretch.rule() + " " + stretch.state()
        : stretch.rule().name();
  }

  private static TracedRange traced(Range range) {
    return TracedRange.newBuilder()
        .setCounter(range.counter())
        .setGeneration(range.generation())
        .setKind(kind(range.kind().name()))
        .setFrom(range.from())
        .setTo(range.to())
        .setQuantity(range.quantity().toString())
        .build();
  }

  private static TracedAttempt traced(AttemptRecord attempt) {
    return TracedAttempt.newBuilder()
        .setNumber(attempt.number())
        .setKind(attempt.kind())
        .setStartedAt(attempt.startedAt().toString())
        .setEndedAt(attempt.endedAt() == null ? "" : attempt.endedAt().toString())
        .setOutcome(orEmpty(attempt.outcome()))
        .setText(orEmpty(attempt.text()))
        .build();
  }

  private static TracedEvent event(LoggedEvent logged, @Nullable Posting holder, String rule) {
    Event event = logged.event();
    ProductionCount count = event.getProductionCount();
    return measured(event)
        .setEvent(event.getId())
        .setLogPosition(logged.position())
        .setCounter(count.getCounter())
        .setGeneration(count.getGeneration())
        .setFrom(count.getFrom())
        .setTo(count.getTo())
        .setFromRaw(count.getFromRaw())
        .setToRaw(count.getToRaw())
        .setQuantity(count.getQuantity())
        .setOccurredAt(
            Instant.ofEpochSecond(
                    event.getOccurredAt().getSeconds(), event.getOccurredAt().getNanos())
                .toString())
        .setTag(event.getOrigin().getTagsCount() == 0 ? "" : event.getOrigin().getTags(0))
        .setSource(event.getOrigin().getSource())
        .setAgent(logged.agent())
        .setPlant(logged.plant())
        .setEpoch(logged.epoch())
        .setSequence(logged.sequence())
        .setPosting(holder == null ? 0 : holder.id())
        .setDocument(holder == null ? "" : orEmpty(holder.document()))
        .setWithheldBy(rule)
        .addAllFlags(count.getFlagsList().stream().map(Tracing::flag).toList())
        .setSays(EventWords.of(event))
        .build();
  }

  /** Begins with what a result says; with nothing for other events. */
  private static TracedEvent.Builder measured(Event event) {
    TracedEvent.Builder traced = TracedEvent.newBuilder();
    if (event.hasQualityResult()) {
      QualityResult result = event.getQualityResult();
      traced
          .setCharacteristic(result.getCharacteristic())
          .setValue(result.getValue())
          .setUnit(result.getUnit())
          .setVerdict(result.getVerdict().toString().replace("VERDICT_", ""));
    }
    return traced;
  }

  /** UNRECOGNIZED for one that only a newer agent knows. */
  private static String flag(CountFlag flag) {
    return flag.toString().replace("COUNT_FLAG_", "");
  }

  private static String kind(String name) {
    return name.replace("COUNT_KIND_", "");
  }

  private static String orEmpty(@Nullable String text) {
    return Objects.requireNonNullElse(text, "");
  }
}
