package io.millrace.relay.flow;

import com.google.protobuf.Timestamp;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.Nonconformance;
import io.millrace.v1.QualityResult;
import io.millrace.v1.Verdict;
import java.time.Instant;
import java.util.List;

/** Makes events of all kinds for tests, and logs them. */
final class Happenings {
  private final FlowBench bench;
  private long sequence;

  Happenings(FlowBench bench) {
    this.bench = bench;
    this.sequence = bench.store.read(bench.log::lastPosition);
  }

  static Event.Builder event(String id, String order) {
    Instant at = Counting.START;
    Timestamp time = Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
    return Event.newBuilder()
        .setId(id)
        .setEquipment(Counting.PLANT + "/press-shop/line-1/press-3")
        .setOccurredAt(time)
        .setObservedAt(time)
        .setKeys(Keys.newBuilder().setOrder(order));
  }

  static Event quality(String id, String order, String value) {
    return event(id, order)
        .setQualityResult(
            QualityResult.newBuilder()
                .setValue(value)
                .setUnit("g")
                .setUpper("101.5")
                .setVerdict(Verdict.VERDICT_OUTSIDE))
        .build();
  }

  static Event released(String id, String request, String status) {
    return event(id, "")
        .setNonconformance(Nonconformance.newBuilder().setRequest(request).setStatus(status))
        .build();
  }

  static Event down(String id, String order, long millis) {
    return event(id, order)
        .setDowntime(Downtime.newBuilder().setDowntime(id).setOngoing(true).setDurationMs(millis))
        .build();
  }

  /** Logs them, without that the flows take them. */
  void log(Event... events) {
    log(Counting.PLANT, events);
  }

  /** The same of that plant. */
  void log(String plant, Event... events) {
    log(new LogOrigin("press-shop of " + plant, plant, "events", "epoch"), events);
  }

  /** Logs them as another system's messages, and lets the flows take what is logged. */
  void takeMessages(Event... events) {
    log(new LogOrigin(LoggedEvent.MESSAGE + "qms", Counting.PLANT, "events", "epoch"), events);
    follow();
  }

  private void log(LogOrigin origin, Event... events) {
    bench.store.writeNow(
        handle -> {
          for (Event event : events) {
            bench.log.append(
                handle,
                origin,
                bench.now,
                List.of(new NewRecord(++sequence, event, event.toByteString())));
          }
          return true;
        });
  }

  /** Logs them, and lets the flows take what is logged. */
  void take(Event... events) {
    log(events);
    follow();
  }

  void follow() {
    bench.take(pending());
  }

  List<LoggedEvent> pending() {
    return bench.store.read(handle -> bench.log.after(handle, bench.flows.position(handle), 1_000));
  }
}
