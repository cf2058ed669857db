package io.millrace.relay.cli;

import io.millrace.base.command.Words;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedAttempt;
import io.millrace.v1.TracedEvent;
import io.millrace.v1.TracedPosting;
import io.millrace.v1.TracedRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A trace as an indented chain, from the document down to the register. */
final class TracePage {
  /** Events shown of each posting unless all are wanted. */
  static final int EVENTS_SHOWN = 5;

  private static final List<String> QUANTITIES = List.of("good", "scrap", "rework", "total");

  /** What other lines say already. */
  private static final Set<String> KNOWN = Set.of("order", "flow");

  /** What a person must know of a count, by the flag's name. */
  private static final Map<String, String> FLAGS =
      Map.of(
          "ORDER_CHANGED",
          "the order changed since the reading before: on_order_change says whose the pieces are,"
              + " except after a reset",
          "UNCERTAIN",
          "how many pieces these are, or whose, a person must say",
          "SPLIT_READ",
          "counter and order were read in different requests",
          "UNOBSERVED_BEFORE_RESET",
          "what was counted between the reading before and the reset is not known");

  private final TraceResponse trace;
  private final boolean all;
  private final StringBuilder text = new StringBuilder();

  TracePage(TraceResponse trace, boolean all) {
    this.trace = trace;
    this.all = all;
  }

  String text() {
    if (trace.hasSubject()) {
      subject(trace.getSubject());
    }
    trace.getPostingsList().forEach(this::posting);
    if (trace.getUnpostedCount() > 0) {
      line(0, "in no posting, or not with all of it");
      events(trace.getUnpostedList());
    }
    if (trace.getOmitted() > 0) {
      line(0, "and " + trace.getOmitted() + " more that one answer does not hold");
    }
    return text.toString();
  }

  /** The event that was asked for, and the stretch of each posting that holds it. */
  private void subject(TracedEvent event) {
    line(0, "event " + event.getEvent());
    event(event);
    for (TracedPosting posting : trace.getPostingsList()) {
      line(1, "in " + title(posting));
      posting.getRangesList().stream()
          .filter(range -> isWithin(event, range))
          .forEach(range -> line(2, text(range)));
    }
    if (trace.getPostingsCount() == 0) {
      line(1, "in no posting");
    }
    text.append('\n');
  }

  private static boolean isWithin(TracedEvent event, TracedRange range) {
    return range.getCounter().equals(event.getCounter())
        && range.getGeneration().equals(event.getGeneration())
        && range.getFrom() < event.getTo()
        && event.getFrom() < range.getTo();
  }

  private static String title(TracedPosting posting) {
    String document = posting.getDocument().isEmpty() ? "no document yet" : posting.getDocument();
    return "%s  %s at %s, posting %d %s"
        .formatted(
            document,
            posting.getOperation(),
            posting.getTarget(),
            posting.getPosting(),
            posting.getState());
  }

  private void posting(TracedPosting posting) {
    line(0, title(posting));
    line(
        1,
        "order %s  %s  reference %s"
            .formatted(posting.getOrder(), content(posting), posting.getReference()));
    posting.getRangesList().forEach(range -> line(1, text(range)));
    if (posting.getAttemptsCount() > 0) {
      line(1, "attempts");
      posting.getAttemptsList().forEach(attempt -> line(2, text(attempt)));
    }
    if (posting.hasRun()) {
      line(
          1,
          "run %d of flow %s version %d, closed by %s"
              .formatted(
                  posting.getRun().getRun(),
                  posting.getRun().getFlow(),
                  posting.getRun().getVersion(),
                  posting.getRun().getClosedBy()));
    }
    line(1, Words.many(posting.getEventsCount(), "event"));
    events(posting.getEventsList());
    text.append('\n');
  }

  /** The one that was asked for stands first. */
  private void events(List<TracedEvent> given) {
    List<TracedEvent> events = new ArrayList<>(given);
    events.sort(Comparator.comparing(event -> !isSubject(event)));
    int shown = all ? events.size() : Math.min(EVENTS_SHOWN, events.size());
    events.subList(0, shown).forEach(this::event);
    if (shown < events.size()) {
      line(2, "and " + (events.size() - shown) + " more, --all shows them");
    }
  }

  private boolean isSubject(TracedEvent event) {
    return trace.hasSubject() && trace.getSubject().getEvent().equals(event.getEvent());
  }

  private void event(TracedEvent event) {
    String rule = event.getWithheldBy().isEmpty() ? "" : "  [" + event.getWithheldBy() + "]";
    String mark = isSubject(event) ? "> " : "";
    line(2, "%s%s  %s%s".formatted(mark, event.getOccurredAt(), what(event), rule));
    event.getFlagsList().forEach(flag -> line(3, flagged(flag)));
    line(3, origin(event));
  }

  /** What a webhook told has no tag. */
  private static String origin(TracedEvent event) {
    String tag = event.getTag().isEmpty() ? "" : "tag %s of ".formatted(event.getTag());
    return "%s%s, agent %s in %s, #%d, event %s"
        .formatted(
            tag,
            event.getSource(),
            event.getAgent(),
            event.getPlant(),
            event.getSequence(),
            event.getEvent());
  }

  private static String what(TracedEvent event) {
    if (!event.getValue().isEmpty()) {
      return "%s %s %s  %s"
          .formatted(
              event.getCharacteristic(),
              event.getValue(),
              event.getUnit(),
              event.getVerdict().toLowerCase(Locale.ROOT))
          .strip();
    }
    return !event.getSays().isEmpty()
        ? event.getSays()
        : "%s %d -> %d  register %d -> %d"
            .formatted(
                event.getCounter(),
                event.getFrom(),
                event.getTo(),
                event.getFromRaw(),
                event.getToRaw());
  }

  private static String flagged(String flag) {
    String words = FLAGS.get(flag);
    return words == null ? "[" + flag + "]" : "[%s] %s".formatted(flag, words);
  }

  /** Its pieces; of a posting that carries none, what it said. */
  private static String content(TracedPosting posting) {
    Map<String, String> fields = new TreeMap<>(posting.getFieldsMap());
    if (Collections.disjoint(fields.keySet(), QUANTITIES)) {
      fields.keySet().removeAll(KNOWN);
      return fields.entrySet().stream()
          .map(field -> field.getKey() + " " + field.getValue())
          .collect(Collectors.joining(", "));
    }
    String quantities =
        QUANTITIES.stream()
            .filter(name -> !fields.getOrDefault(name, "0").equals("0"))
            .map(name -> name + " " + fields.get(name))
            .collect(Collectors.joining(", "));
    return quantities.isEmpty() ? "nothing" : quantities;
  }

  private static String text(TracedRange range) {
    return "range %s  %d -> %d = %s  generation %s"
        .formatted(
            range.getCounter(),
            range.getFrom(),
            range.getTo(),
            range.getQuantity(),
            range.getGeneration());
  }

  private static String text(TracedAttempt attempt) {
    String lasted =
        attempt.getEndedAt().isEmpty()
            ? "never ended"
            : Words.time(
                Duration.between(
                    Instant.parse(attempt.getStartedAt()), Instant.parse(attempt.getEndedAt())));
    return "%d %-7s %s  %s  %s  %s"
        .formatted(
            attempt.getNumber(),
            attempt.getKind(),
            attempt.getStartedAt(),
            lasted,
            attempt.getOutcome(),
            attempt.getText())
        .stripTrailing();
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth)).append(content).append('\n');
  }
}
