package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        .mapToMap()
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
        .mapToMap()
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

  static List<Long> members(Handle handle, long posting) {
    return handle
        .createQuery("SELECT position FROM posting_member WHERE posting = ? ORDER BY position")
        .bind(0, posting)
        .mapTo(Long.class)
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

  /** A row as a map is read several times faster than column by column, and lanes read many. */
  static Posting posting(Map<String, Object> row) {
    Long undoOf = row.get("undo_of") == null ? null : whole(row, "undo_of");
    return new Posting(
        whole(row, "id"),
        string(row, "target"),
        string(row, "operation"),
        string(row, "effect"),
        whole(row, "lane"),
        string(row, "order_name"),
        string(row, "key"),
        string(row, "reference"),
        whole(row, "run"),
        Fields.parse(string(row, "fields")),
        PostingState.valueOf(string(row, "state")),
        (int) whole(row, "attempts"),
        (int) whole(row, "sends"),
        (int) whole(row, "unknowns"),
        stringOrNull(row, "document"),
        stringOrNull(row, "failure_class"),
        stringOrNull(row, "failure_text"),
        undoOf,
        stringOrNull(row, "undo_document"),
        whole(row, "duplicate") != 0,
        Doubt.of((int) whole(row, "doubt")),
        Instant.ofEpochMilli(whole(row, "created_at")),
        Instant.ofEpochMilli(whole(row, "changed_at")));
  }

  static long whole(Map<String, Object> row, String column) {
    return ((Number) Objects.requireNonNull(row.get(column), column)).longValue();
  }

  private static String string(Map<String, Object> row, String column) {
    return Objects.requireNonNull(row.get(column), column).toString();
  }

  private static @Nullable String stringOrNull(Map<String, Object> row, String column) {
    Object value = row.get(column);
    return value == null ? null : value.toString();
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
