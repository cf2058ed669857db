package io.millrace.relay.posting;

import io.millrace.relay.store.PlainStatement;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes new postings down. On the writer thread, within the caller's transaction. */
public final class Creation {
  private static final String ORDER_FIELD = "order";

  private static final String LANE =
      "SELECT id, parked FROM lane WHERE target = ? AND order_key = ?";

  private static final String NEW_LANE =
      "INSERT INTO lane (target, order_key) VALUES (?, ?) RETURNING id";

  private static final String POSTING =
      "INSERT INTO posting (target, operation, effect, lane, plant, order_name, key, reference,"
          + " run, fields, state, open, unknowns, undo_of, undo_document, created_at, changed_at,"
          + " failure_class, doubt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
          + " ?) ON CONFLICT (target, key) DO NOTHING RETURNING id";

  private static final String RANGE =
      "INSERT INTO posting_range (posting, counter, generation, kind, from_value, to_value,"
          + " quantity, unit) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String MEMBER =
      "INSERT INTO posting_member (posting, position) VALUES (?, ?)";

  private Creation() {}

  /** The number of the new posting; empty when the target has that key already. */
  static Optional<Long> insert(Handle handle, NewPosting asked, Doubt doubt, long now) {
    Place lane = lane(handle, asked.target(), asked.orderKey());
    Optional<Long> made = insertPosting(handle, asked, lane, doubt, now, null, null);
    if (made.isPresent()) {
      insertRanges(handle, asked, made.get());
      insertMembers(handle, asked, made.get());
      Totals.plan(handle, asked.plant(), order(asked), asked.ranges());
    }
    return made;
  }

  /** A reversal of that document in the lane of the original; once per document. */
  public static Optional<Long> insertUndo(
      Handle handle, NewPosting asked, Posting original, String document, Doubt doubt, long now) {
    Place lane = new Place(original.lane(), false);
    return insertPosting(handle, asked, lane, doubt, now, original.id(), document);
  }

  static String order(NewPosting asked) {
    return asked.fields().getOrDefault(ORDER_FIELD, asked.orderKey());
  }

  /** The lane of that name, made if it is not there. */
  private static Place lane(Handle handle, String target, String orderKey) {
    return PlainStatement.of(handle, LANE)
        .text(target)
        .text(orderKey)
        .one(row -> new Place(row.number(1), row.flag(2)))
        .orElseGet(() -> newLane(handle, target, orderKey));
  }

  private static Place newLane(Handle handle, String target, String orderKey) {
    return PlainStatement.of(handle, NEW_LANE)
        .text(target)
        .text(orderKey)
        .one(row -> new Place(row.number(1), false))
        .orElseThrow();
  }

  private static PostingState first(NewPosting asked, Doubt doubt, Place lane) {
    if (lane.parked) {
      return PostingState.PARKED;
    }
    return asked.verifyFirst() || doubt.isRestored() ? PostingState.UNKNOWN : PostingState.READY;
  }

  private static Optional<Long> insertPosting(
      Handle handle,
      NewPosting asked,
      Place lane,
      Doubt doubt,
      long now,
      @Nullable Long undoOf,
      @Nullable String undoDocument) {
    PostingState state = first(asked, doubt, lane);
    return PlainStatement.of(handle, POSTING)
        .text(asked.target())
        .text(asked.operation())
        .text(asked.effect())
        .number(lane.id)
        .text(asked.plant())
        .text(order(asked))
        .text(asked.key())
        .text(Reference.of(asked.key()))
        .number(asked.run())
        .text(Fields.toJson(asked.fields()))
        .text(state.name())
        .number(state == PostingState.PARKED ? 0 : 1)
        .number(asked.verifyFirst() || doubt.isRestored() ? 1 : 0)
        .numberOrNull(undoOf)
        .text(undoDocument)
        .number(now)
        .number(now)
        .text(state == PostingState.PARKED ? Posting.BEHIND : null)
        .number(doubt.code())
        .one(row -> row.number(1));
  }

  private static void insertRanges(Handle handle, NewPosting asked, long id) {
    for (Range range : asked.ranges()) {
      PlainStatement.of(handle, RANGE)
          .number(id)
          .text(range.counter())
          .text(range.generation())
          .number(range.kind().getNumber())
          .number(range.from())
          .number(range.to())
          .text(range.quantity().toString())
          .text(range.unit())
          .run();
    }
  }

  private static void insertMembers(Handle handle, NewPosting asked, long id) {
    for (long position : asked.members()) {
      PlainStatement.of(handle, MEMBER).number(id).number(position).run();
    }
  }

  /** A lane, and whether what comes is set aside. */
  private record Place(long id, boolean parked) {}
}
