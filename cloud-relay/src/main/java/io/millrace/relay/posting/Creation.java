package io.millrace.relay.posting;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Writes new postings down. On the writer thread, within the caller's transaction. */
final class Creation {
  private static final String ORDER_FIELD = "order";

  private Creation() {}

  /** The number of the new posting; empty when the target has that key already. */
  static Optional<Long> insert(Handle handle, NewPosting asked, Doubt doubt, long now) {
    Place lane = lane(handle, asked.target(), asked.orderKey());
    Optional<Long> made = insertPosting(handle, asked, lane, doubt, now, null, null);
    if (made.isPresent()) {
      insertRanges(handle, asked, made.get());
      insertMembers(handle, asked, made.get());
      Totals.plan(handle, order(asked), asked.ranges());
    }
    return made;
  }

  /** A reversal of that document in the lane of the original; once per document. */
  static Optional<Long> insertUndo(
      Handle handle, NewPosting asked, Posting original, String document, Doubt doubt, long now) {
    Place lane = new Place(original.lane(), false);
    return insertPosting(handle, asked, lane, doubt, now, original.id(), document);
  }

  static String order(NewPosting asked) {
    return asked.fields().getOrDefault(ORDER_FIELD, asked.orderKey());
  }

  /** The lane of that name, made if it is not there. */
  private static Place lane(Handle handle, String target, String orderKey) {
    Optional<Place> known =
        handle
            .createQuery("SELECT id, parked FROM lane WHERE target = ? AND order_key = ?")
            .bind(0, target)
            .bind(1, orderKey)
            .map(
                row ->
                    new Place(
                        row.getColumn("id", Long.class),
                        row.getColumn("parked", Integer.class) != 0))
            .findOne();
    return known.orElseGet(
        () ->
            new Place(
                handle
                    .createUpdate("INSERT INTO lane (target, order_key) VALUES (?, ?)")
                    .bind(0, target)
                    .bind(1, orderKey)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one(),
                false));
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
    return handle
        .createQuery(
            "INSERT INTO posting (target, operation, effect, lane, order_name, key, reference, run,"
                + " fields, state, open, unknowns, undo_of, undo_document, created_at, changed_at,"
                + " failure_class, doubt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                + " ?, ?) ON CONFLICT (target, key) DO NOTHING RETURNING id")
        .bind(0, asked.target())
        .bind(1, asked.operation())
        .bind(2, asked.effect())
        .bind(3, lane.id)
        .bind(4, order(asked))
        .bind(5, asked.key())
        .bind(6, Reference.of(asked.key()))
        .bind(7, asked.run())
        .bind(8, Fields.toJson(asked.fields()))
        .bind(9, state.name())
        .bind(10, state == PostingState.PARKED ? 0 : 1)
        .bind(11, asked.verifyFirst() || doubt.isRestored() ? 1 : 0)
        .bind(12, undoOf)
        .bind(13, undoDocument)
        .bind(14, now)
        .bind(15, now)
        .bind(16, state == PostingState.PARKED ? LaneRows.BEHIND : null)
        .bind(17, doubt.code())
        .mapTo(Long.class)
        .findOne();
  }

  private static void insertRanges(Handle handle, NewPosting asked, long id) {
    if (asked.ranges().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO posting_range (posting, counter, generation, kind, from_value, to_value,"
                + " quantity, unit) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (Range range : asked.ranges()) {
      batch.add(
          id,
          range.counter(),
          range.generation(),
          range.kind().getNumber(),
          range.from(),
          range.to(),
          range.quantity().toString(),
          range.unit());
    }
    batch.execute();
  }

  private static void insertMembers(Handle handle, NewPosting asked, long id) {
    if (asked.members().isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch("INSERT INTO posting_member (posting, position) VALUES (?, ?)");
    asked.members().forEach(position -> batch.add(id, position));
    batch.execute();
  }

  /** A lane, and whether what comes is set aside. */
  private record Place(long id, boolean parked) {}
}
