package io.millrace.relay.flow;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Freezes windows into postings. On the writer thread, within the caller's transaction. */
final class PostingMaker {
  private final Postings postings;

  PostingMaker(Postings postings) {
    this.postings = postings;
  }

  /** Run, posting and the new beginning of what comes next; returns the posting's number. */
  long make(Handle handle, Flow flow, Window window, ClosedBy closedBy, Instant now) {
    List<Range> ranges = window.ranges();
    long run = insertRun(handle, flow, window, closedBy, now);
    long posting =
        postings.create(
            handle,
            new NewPosting(
                flow.target(),
                flow.operation(),
                flow.effect(),
                window.key.order(),
                PostingKey.of(flow, ranges),
                run,
                fields(window, ranges),
                ranges,
                window.members().all(),
                false));
    ranges.forEach(range -> movePostedTo(handle, flow, range));
    return posting;
  }

  private static Map<String, String> fields(Window window, List<Range> ranges) {
    Map<CountKind, Quantity> sums = Window.sums(ranges);
    Map<String, String> fields = new HashMap<>();
    String equipment = window.key.equipment();
    fields.put("order", window.key.order());
    fields.put("equipment", equipment);
    fields.put("machine", equipment.substring(equipment.lastIndexOf('/') + 1));
    fields.put("good", text(sums, CountKind.COUNT_KIND_GOOD));
    fields.put("scrap", text(sums, CountKind.COUNT_KIND_SCRAP));
    fields.put("rework", text(sums, CountKind.COUNT_KIND_REWORK));
    fields.put("total", text(sums, CountKind.COUNT_KIND_TOTAL));
    fields.put("unit", window.unit);
    fields.put("business_date", window.businessDate);
    return fields;
  }

  private static String text(Map<CountKind, Quantity> sums, CountKind kind) {
    return sums.getOrDefault(kind, Quantity.ZERO).toString();
  }

  private static long insertRun(
      Handle handle, Flow flow, Window window, ClosedBy closedBy, Instant now) {
    return handle
        .createUpdate(
            "INSERT INTO flow_run (flow, version, plant, equipment, order_name, opened_at,"
                + " closed_at, closed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(0, flow.name())
        .bind(1, flow.version())
        .bind(2, window.key.plant())
        .bind(3, window.key.equipment())
        .bind(4, window.key.order())
        .bind(5, window.openedAt.toEpochMilli())
        .bind(6, now.toEpochMilli())
        .bind(7, closedBy.name())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(Long.class)
        .one();
  }

  private static void movePostedTo(Handle handle, Flow flow, Range range) {
    handle.execute(
        "INSERT INTO flow_posted_to (target, operation, effect, counter, generation, posted_to)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            + " SET posted_to = max(posted_to, excluded.posted_to)",
        flow.target(),
        flow.operation(),
        flow.effect(),
        range.counter(),
        range.generation(),
        range.to());
  }
}
