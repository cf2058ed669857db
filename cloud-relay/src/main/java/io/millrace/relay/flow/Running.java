package io.millrace.relay.flow;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.base.quantity.Quantity;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Flow;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as it goes on within one transaction: its definition, the event that began it and what its
 * steps have left behind so far. One thread; not kept beyond the transaction.
 */
final class Running {
  private final Flow flow;
  private final Run run;
  private final @Nullable Event event;
  private final Content content;
  private Map<CountKind, Quantity> confirmed = Map.of();

  Running(Flow flow, Run run, @Nullable Event event, Content content) {
    this.flow = flow;
    this.run = run;
    this.event = event;
    this.content = content;
  }

  Flow flow() {
    return flow;
  }

  Run run() {
    return run;
  }

  Content content() {
    return content;
  }

  /**
   * Whether the event came or occurred after what began the run: the event itself, or the first
   * count of its window.
   */
  boolean isSince(LoggedEvent logged) {
    Instant begun = event == null ? run.openedAt() : occurred(event);
    return isLoggedSince(logged) || occurred(logged.event()).isAfter(begun);
  }

  private boolean isLoggedSince(LoggedEvent logged) {
    if (run.position() > 0) {
      return logged.position() > run.position();
    }
    List<Long> ends = content.ends();
    return ends.isEmpty()
        ? !logged.receivedAt().isBefore(run.openedAt())
        : logged.position() > ends.get(0);
  }

  private static Instant occurred(Event event) {
    return Instant.ofEpochSecond(
        event.getOccurredAt().getSeconds(), event.getOccurredAt().getNanos());
  }

  /** Sums that the next step may read. */
  void confirmed(Map<CountKind, Quantity> sums) {
    confirmed = Map.copyOf(sums);
  }

  /** Everything by name, as expressions take it. */
  Map<String, Object> names() {
    Map<String, Object> names = new HashMap<>();
    if (event != null) {
      putEvent(names, event);
    }
    content.into(names);
    names.put("confirmed.good", sum(CountKind.COUNT_KIND_GOOD));
    names.put("confirmed.scrap", sum(CountKind.COUNT_KIND_SCRAP));
    names.put("confirmed.rework", sum(CountKind.COUNT_KIND_REWORK));
    names.put("confirmed.total", sum(CountKind.COUNT_KIND_TOTAL));
    return names;
  }

  private String sum(CountKind kind) {
    return confirmed.getOrDefault(kind, Quantity.ZERO).toString();
  }

  /** The event and, by the name of its field, its body. */
  static void putEvent(Map<String, Object> names, Event event) {
    names.put("event", event);
    FieldDescriptor body = event.getOneofFieldDescriptor(Event.getDescriptor().getOneofs().get(0));
    if (body != null) {
      names.put(body.getName(), event.getField(body));
    }
  }
}
