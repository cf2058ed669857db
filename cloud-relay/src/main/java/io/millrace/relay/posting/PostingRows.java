package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Reads postings and what belongs to them; conditions name their one value {@code :value}. */
final class PostingRows {
  private PostingRows() {}

  static Optional<Posting> find(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM posting WHERE id = ?")
        .bind(0, id)
        .map(PostingRows::posting)
        .findOne();
  }

  static Posting get(Handle handle, long id) {
    return find(handle, id).orElseThrow(() -> new IllegalStateException("no posting " + id));
  }

  static List<Posting> list(Handle handle, String condition, Object value, int limit) {
    return handle
        .createQuery("SELECT * FROM posting WHERE " + condition + " ORDER BY id LIMIT " + limit)
        .bind("value", value)
        .map(PostingRows::posting)
        .list();
  }

  static List<Range> ranges(Handle handle, long posting) {
    return handle
        .createQuery(
            "SELECT * FROM posting_range WHERE posting = ?"
                + " ORDER BY counter, generation, from_value")
        .bind(0, posting)
        .map(PostingRows::range)
        .list();
  }

  static List<AttemptRecord> attempts(Handle handle, long posting) {
    return handle
        .createQuery(
            "SELECT a.number, a.kind, a.started_at, e.ended_at, e.outcome, e.text FROM attempt a"
                + " LEFT JOIN attempt_end e ON e.posting = a.posting AND e.number = a.number"
                + " WHERE a.posting = ? ORDER BY a.number, e.ended_at")
        .bind(0, posting)
        .map(PostingRows::attempt)
        .list();
  }

  private static Posting posting(RowView row) {
    return new Posting(
        number(row, "id"),
        text(row, "target"),
        text(row, "operation"),
        text(row, "effect"),
        number(row, "lane"),
        text(row, "order_name"),
        text(row, "key"),
        text(row, "reference"),
        number(row, "run"),
        Fields.parse(text(row, "fields")),
        PostingState.valueOf(text(row, "state")),
        (int) number(row, "attempts"),
        (int) number(row, "sends"),
        (int) number(row, "unknowns"),
        textOrNull(row, "document"),
        textOrNull(row, "failure_class"),
        textOrNull(row, "failure_text"),
        row.getColumn("undo_of", Long.class),
        textOrNull(row, "undo_document"),
        number(row, "duplicate") != 0,
        Instant.ofEpochMilli(number(row, "created_at")),
        Instant.ofEpochMilli(number(row, "changed_at")));
  }

  private static Range range(RowView row) {
    CountKind kind = CountKind.forNumber((int) number(row, "kind"));
    return new Range(
        text(row, "counter"),
        text(row, "generation"),
        kind == null ? CountKind.UNRECOGNIZED : kind,
        number(row, "from_value"),
        number(row, "to_value"),
        Quantity.parse(text(row, "quantity")),
        text(row, "unit"));
  }

  private static AttemptRecord attempt(RowView row) {
    @Nullable Long ended = row.getColumn("ended_at", Long.class);
    return new AttemptRecord(
        (int) number(row, "number"),
        text(row, "kind"),
        Instant.ofEpochMilli(number(row, "started_at")),
        ended == null ? null : Instant.ofEpochMilli(ended),
        textOrNull(row, "outcome"),
        textOrNull(row, "text"));
  }

  private static long number(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, Long.class));
  }

  private static String text(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, String.class));
  }

  private static @Nullable String textOrNull(RowView row, String column) {
    return row.getColumn(column, String.class);
  }
}
