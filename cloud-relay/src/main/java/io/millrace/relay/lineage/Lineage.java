package io.millrace.relay.lineage;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.KeyKind;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.CalledStep;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.v1.TraceRequest;
import io.millrace.v1.TraceResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Answers what is behind a document and what became of an event. Any thread; blocks on reads. */
public final class Lineage {
  /** Postings in one answer. */
  public static final int POSTINGS_MAX = 1_000;

  /** Events in one answer. */
  public static final int EVENTS_MAX = 10_000;

  private final Store store;
  private final EventLog log;
  private final Chains chains;
  private final Flows flows;
  private final Postings postings;

  /** Over those rooms. */
  public Lineage(Store store, EventLog log, Chains chains, Flows flows, Postings postings) {
    this.store = store;
    this.log = log;
    this.chains = chains;
    this.flows = flows;
    this.postings = postings;
  }

  /**
   * The chain of the subject, all of it as of one moment, as far as it belongs to the plant when
   * one is named. NOT_FOUND; USAGE without a subject.
   */
  public TraceResponse trace(TraceRequest request, Optional<String> plant) {
    return store.read(handle -> handle.inTransaction(inside -> find(inside, request, plant)));
  }

  private TraceResponse find(Handle handle, TraceRequest request, Optional<String> plant) {
    Optional<TraceResponse> found =
        switch (request.getSubjectCase()) {
          case ORDER -> ofOrder(handle, request.getOrder(), plant);
          case DOCUMENT -> ofDocument(handle, request.getDocument(), plant);
          case EVENT -> ofEvent(handle, request.getEvent(), plant);
          case ANY ->
              ofOrder(handle, request.getAny(), plant)
                  .or(() -> ofDocument(handle, request.getAny(), plant))
                  .or(() -> ofEvent(handle, request.getAny(), plant));
          case SUBJECT_NOT_SET ->
              throw new MillraceException(ErrorCode.USAGE, "name an order, a document or an event");
        };
    return found.orElseThrow(
        () ->
            new MillraceException(
                ErrorCode.NOT_FOUND, "no order, document or event " + subject(request)));
  }

  private static String subject(TraceRequest request) {
    return switch (request.getSubjectCase()) {
      case ORDER -> request.getOrder();
      case DOCUMENT -> request.getDocument();
      case EVENT -> request.getEvent();
      case ANY, SUBJECT_NOT_SET -> request.getAny();
    };
  }

  private Optional<TraceResponse> ofOrder(Handle handle, String order, Optional<String> plant) {
    List<Posting> made = postings.ofOrder(handle, order, plant);
    List<LoggedEvent> events = log.byKey(handle, KeyKind.ORDER, order, plant, EVENTS_MAX);
    if (made.isEmpty() && events.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(answer(handle, made, events));
  }

  private Optional<TraceResponse> ofDocument(
      Handle handle, String document, Optional<String> plant) {
    List<Posting> made = postings.ofDocument(handle, document, plant);
    return made.isEmpty() ? Optional.empty() : Optional.of(answer(handle, made, List.of()));
  }

  private Optional<TraceResponse> ofEvent(Handle handle, String event, Optional<String> plant) {
    return log.byId(handle, event)
        .filter(logged -> plant.isEmpty() || plant.get().equals(logged.plant()))
        .map(
            logged ->
                answer(handle, postings.ofPosition(handle, logged.position()), List.of(logged))
                    .toBuilder()
                    .setSubject(new Tracing(handle, log, chains, flows, postings).subject(logged))
                    .build());
  }

  /** With the other postings of their runs: what a step did is explained by those before it. */
  private List<Posting> withRuns(Handle handle, List<Posting> made) {
    Map<Long, Posting> all = new TreeMap<>();
    made.forEach(posting -> all.put(posting.id(), posting));
    for (Posting posting : made) {
      for (CalledStep call : flows.calls(handle, posting.run())) {
        if (!all.containsKey(call.posting()) && all.size() < POSTINGS_MAX) {
          postings.find(handle, call.posting()).ifPresent(each -> all.put(each.id(), each));
        }
      }
    }
    return List.copyOf(all.values());
  }

  private TraceResponse answer(Handle handle, List<Posting> found, List<LoggedEvent> subject) {
    List<Posting> made = withRuns(handle, found);
    Tracing tracing = new Tracing(handle, log, chains, flows, postings);
    int shown = Math.min(POSTINGS_MAX, made.size());
    made.subList(made.size() - shown, made.size()).forEach(tracing::add);
    subject.forEach(tracing::addUnposted);
    return tracing.answer(made.size() - shown);
  }
}
