package io.millrace.prove.account;

import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Pieces;
import io.millrace.prove.line.RelayPages;
import io.millrace.v1.Event;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedEvent;
import io.millrace.v1.TracedPosting;
import io.millrace.v1.TracedRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Follows documents to the registers and counts to their documents, and holds what the relay says
 * against documents and journal. One thread; blocks on the relay.
 */
public final class TraceCheck {
  /** Documents, and events, that are followed. */
  public static final int SAMPLES = 20;

  private static final String CONFIRM = "confirm";

  private final RelayPages relay;
  private final Map<String, Event> journalled = new HashMap<>();
  private final Map<String, NavigableMap<Long, Long>> ranges = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private int followed;

  /** Against what the journal held. */
  public TraceCheck(RelayPages relay, Journalled journalled) {
    this.relay = relay;
    journalled.counts().forEach(event -> this.journalled.put(event.getId(), event));
  }

  /** What does not fit, in words; empty when both directions agree. */
  public List<String> run(List<Document> documents, RandomGenerator random) {
    sample(documents, random).forEach(this::followDown);
    List<Event> counted =
        journalled.values().stream()
            .filter(event -> !event.getProductionCount().getQuantity().equals("0"))
            .toList();
    sample(counted, random).forEach(this::followUp);
    return List.copyOf(complaints);
  }

  /** Documents and events that were followed. */
  public int followed() {
    return followed;
  }

  private void followDown(Document document) {
    followed++;
    List<TracedPosting> postings = postings(relay.traceDocument(document.number()));
    if (postings.size() != 1 || !postings.get(0).getDocument().equals(document.number())) {
      complaints.add(document.number() + " is traced to " + postings.size() + " postings");
      return;
    }
    TracedPosting posting = postings.get(0);
    Pieces sum = Pieces.NONE;
    for (TracedRange range : posting.getRangesList()) {
      sum = sum.plus(pieces(range));
      requireDisjoint(document, range);
    }
    require(sum.equals(document.pieces()), document, "ranges sum up to " + sum);
    require(posting.getOrder().equals(document.order()), document, "order " + posting.getOrder());
    require(posting.getAttemptsCount() > 0, document, "no attempt");
    require(posting.getEventsCount() > 0, document, "no event");
    for (TracedEvent event : posting.getEventsList()) {
      requireJournalled(document, event);
      require(
          leadsTo(event.getEvent(), document.number()),
          document,
          "not found by " + event.getEvent());
    }
  }

  private void followUp(Event event) {
    followed++;
    List<TracedPosting> postings = postings(relay.traceEvent(event.getId()));
    if (postings.isEmpty()) {
      complaints.add("event " + event.getId() + " is traced to no document");
      return;
    }
    String document = postings.get(0).getDocument();
    boolean back =
        postings(relay.traceDocument(document)).stream()
            .flatMap(posting -> posting.getEventsList().stream())
            .anyMatch(traced -> traced.getEvent().equals(event.getId()));
    if (!back) {
      complaints.add("event " + event.getId() + " leads to " + document + ", which leads not back");
    }
  }

  private boolean leadsTo(String event, String document) {
    return postings(relay.traceEvent(event)).stream()
        .anyMatch(posting -> posting.getDocument().equals(document));
  }

  private void requireJournalled(Document document, TracedEvent traced) {
    Event event = journalled.get(traced.getEvent());
    if (event == null) {
      complaints.add(document.number() + " rests on unknown event " + traced.getEvent());
      return;
    }
    require(
        event.getProductionCount().getFrom() == traced.getFrom()
            && event.getProductionCount().getTo() == traced.getTo()
            && event.getProductionCount().getToRaw() == traced.getToRaw()
            && event.getOrigin().getSource().equals(traced.getSource()),
        document,
        "event " + traced.getEvent() + " differs from the journal");
  }

  private void requireDisjoint(Document document, TracedRange range) {
    NavigableMap<Long, Long> taken =
        ranges.computeIfAbsent(
            range.getCounter() + " " + range.getGeneration(), key -> new TreeMap<>());
    Map.Entry<Long, Long> below = taken.lowerEntry(range.getTo());
    require(
        below == null || below.getValue() <= range.getFrom(),
        document,
        "range %s %d..%d overlaps another document"
            .formatted(range.getCounter(), range.getFrom(), range.getTo()));
    taken.put(range.getFrom(), range.getTo());
  }

  private void require(boolean holds, Document document, String otherwise) {
    if (!holds) {
      complaints.add(document.number() + ": " + otherwise);
    }
  }

  /** Confirmations alone: a trace also shows the postings that followed in the same run. */
  private static List<TracedPosting> postings(Optional<TraceResponse> answer) {
    return answer.map(TraceResponse::getPostingsList).orElse(List.of()).stream()
        .filter(posting -> posting.getOperation().equals(CONFIRM))
        .toList();
  }

  private static Pieces pieces(TracedRange range) {
    long whole = new BigDecimal(range.getQuantity()).longValueExact();
    return range.getKind().toUpperCase(Locale.ROOT).endsWith("SCRAP")
        ? new Pieces(0, whole)
        : new Pieces(whole, 0);
  }

  private static <T> List<T> sample(List<T> all, RandomGenerator random) {
    List<T> left = new ArrayList<>(all);
    List<T> chosen = new ArrayList<>();
    while (chosen.size() < SAMPLES && !left.isEmpty()) {
      chosen.add(left.remove(random.nextInt(left.size())));
    }
    return chosen;
  }
}
