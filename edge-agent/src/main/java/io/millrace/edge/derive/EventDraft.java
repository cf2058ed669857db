package io.millrace.edge.derive;

import io.millrace.base.id.Ids;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.Event;
import io.millrace.v1.Origin;
import io.millrace.v1.Quality;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of the events of one moment: one trace for all that was derived from one scan. One
 * thread.
 */
final class EventDraft {
  private final Ids ids;
  private final String source;
  private final Instant occurredAt;
  private final Instant observedAt;
  private @Nullable String trace;

  EventDraft(Ids ids, String source, Instant occurredAt, Instant observedAt) {
    this.ids = ids;
    this.source = source;
    this.occurredAt = occurredAt;
    this.observedAt = observedAt;
  }

  static EventDraft of(Scan scan, Ids ids) {
    return new EventDraft(ids, scan.source(), scan.occurredAt(), scan.observedAt());
  }

  Instant observedAt() {
    return observedAt;
  }

  /** An event with a new id; the body is the caller's. */
  Event.Builder begin(String equipment, List<String> tags, Quality quality) {
    String correlation = trace == null ? ids.trace() : trace;
    trace = correlation;
    return Event.newBuilder()
        .setId(ids.uuid())
        .setOccurredAt(Times.wire(occurredAt))
        .setObservedAt(Times.wire(observedAt))
        .setEquipment(equipment)
        .setCorrelation(correlation)
        .setOrigin(Origin.newBuilder().setSource(source).addAllTags(tags).setQuality(quality));
  }
}
