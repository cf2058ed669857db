package io.millrace.edge.derive;

import io.millrace.edge.reading.Reading;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import io.millrace.v1.OpenGap;
import io.millrace.v1.Quality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which values are missing, by rule J8. Pure: memory in, events out. */
final class Gaps {
  private final String plant;
  private final Memory memory;

  Gaps(String plant, Memory memory) {
    this.plant = plant;
    this.memory = memory;
  }

  /** Gaps that a scan ends, then those that it begins. */
  List<Event> of(
      String source, Instant observedAt, Map<String, Reading> readings, EventDraft draft) {
    List<Event> events = new ArrayList<>(ended(source, readings, draft));
    Instant since = memory.lastSeen(source).orElse(observedAt);
    List<String> begun =
        readings.values().stream()
            .filter(reading -> reading.value() == null)
            .map(Reading::tag)
            .filter(tag -> memory.gap(source, tag, BAD, "") == null)
            .toList();
    if (!begun.isEmpty()) {
      events.add(gap(draft, BAD, begun, since, null, 0));
    }
    return events;
  }

  private static final GapReason BAD = GapReason.GAP_REASON_BAD_QUALITY;

  private List<Event> ended(String source, Map<String, Reading> readings, EventDraft draft) {
    Map<Object, List<OpenGap>> together = new LinkedHashMap<>();
    for (OpenGap gap : memory.gaps(source)) {
      if (ends(gap, readings)) {
        together
            .computeIfAbsent(List.of(gap.getReason(), gap.getFrom()), key -> new ArrayList<>())
            .add(gap);
      }
    }
    List<Event> events = new ArrayList<>();
    for (List<OpenGap> gaps : together.values()) {
      List<String> tags = gaps.stream().map(OpenGap::getTag).filter(tag -> !tag.isEmpty()).toList();
      OpenGap any = gaps.get(0);
      events.add(gap(draft, any.getReason(), tags, Times.of(any.getFrom()), draft.observedAt(), 0));
    }
    return events;
  }

  private static boolean ends(OpenGap gap, Map<String, Reading> readings) {
    if (gap.getReason() == GapReason.GAP_REASON_SOURCE_UNREACHABLE) {
      return true;
    }
    Reading reading = readings.get(gap.getTag());
    return gap.getReason() == BAD && reading != null && reading.value() != null;
  }

  /** Ends of open gaps in what is looked at no longer. */
  List<Event> abandoned(Watched watched, Function<String, EventDraft> drafts, String why) {
    Map<Object, List<OpenGap>> together = new LinkedHashMap<>();
    for (OpenGap gap : memory.openGaps()) {
      if (!watched.has(gap.getSource(), gap.getTag(), gap.getStream())) {
        together
            .computeIfAbsent(
                List.of(gap.getSource(), gap.getReason(), gap.getFrom(), gap.getStream()),
                key -> new ArrayList<>())
            .add(gap);
      }
    }
    List<Event> events = new ArrayList<>();
    for (List<OpenGap> gaps : together.values()) {
      OpenGap any = gaps.get(0);
      EventDraft draft = drafts.apply(any.getSource());
      List<String> tags = gaps.stream().map(OpenGap::getTag).filter(tag -> !tag.isEmpty()).toList();
      Event event =
          gap(draft, any.getReason(), tags, Times.of(any.getFrom()), draft.observedAt(), 0);
      Gap.Builder gap = event.getGap().toBuilder().setStream(any.getStream()).setEndedBecause(why);
      events.add(event.toBuilder().setGap(gap).build());
    }
    return events;
  }

  /** A gap of the draft's source; without an end it stays open. */
  Event gap(
      EventDraft draft,
      GapReason reason,
      List<String> tags,
      Instant from,
      @Nullable Instant to,
      long count) {
    Gap.Builder gap =
        Gap.newBuilder()
            .setReason(reason)
            .addAllTags(tags)
            .setFrom(Times.wire(from))
            .setCount(count);
    if (to != null) {
      gap.setTo(Times.wire(Objects.requireNonNull(to)));
    }
    return draft.begin(plant, tags, Quality.QUALITY_BAD).setGap(gap).build();
  }
}
