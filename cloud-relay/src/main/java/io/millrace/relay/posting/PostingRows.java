package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.store.Columns;
import io.millrace.relay.store.PlainStatement;
import io.millrace.relay.store.Row;
import io.millrace.v1.CountKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Reads postings and what belongs to them; conditions name their one value {@code ?1}. */
public final class PostingRows {
  /** Columns of {@code posting} that make a {@link Posting}, in the order of its parts. */
  public static final String COLUMNS =
      "posting.id, posting.target, posting.operation, posting.effect, posting.lane, posting.plant,"
          + " posting.order_name, posting.key, posting.reference, posting.run, posting.fields,"
          + " posting.state, posting.attempts, posting.sends, posting.unknowns, posting.document,"
          + " posting.failure_class, posting.failure_text, posting.undo_of, posting.undo_document,"
          + " posting.duplicate, posting.doubt, posting.created_at, posting.changed_at";

  /** How many they are. */
  public static final int COLUMNS_COUNT = 24;

  private static final String RANGES =
      "SELECT counter, generation, kind, from_value, to_value, quantity, unit FROM posting_range"
          + " WHERE posting = ? ORDER BY counter, generation, from_value";

  private static final String MEMBERS =
      "SELECT position FROM posting_member WHERE posting = ? ORDER BY position";

  /** Confirms a posting: its document, what else was said, when, and its number. */
  public static final String CONFIRM =
      "UPDATE posting SET state = 'CONFIRMED', open = 0, document = ?, result = ?,"
          + " failure_class = NULL,"
          + " failure_text = NULL, changed_at = ? WHERE id = ?";

  private PostingRows() {}

  /** The document exists, by what somebody else than its target says. */
  public static void confirm(Handle handle, long posting, String document, Instant at) {
    handle.execute(CONFIRM, document, null, at.toEpochMilli(), posting);
  }

  /** By number; empty when there is none. */
  public static Optional<Posting> find(Handle handle, long id) {
    return PlainStatement.of(handle, "SELECT " + COLUMNS + " FROM posting WHERE id = ?")
        .number(id)
        .one(row -> posting(row, null));
  }

  /** By number, where there must be one. */
  public static Posting get(Handle handle, long id) {
    return find(handle, id).orElseThrow(() -> new IllegalStateException("no posting " + id));
  }

  static List<Posting> list(Handle handle, String condition, long value, int limit) {
    return PlainStatement.of(handle, list(condition, limit))
        .number(value)
        .list(row -> posting(row, null));
  }

  /** Of that plant only, when one is named. */
  static List<Posting> list(
      Handle handle, String condition, String value, Optional<String> plant, int limit) {
    return PlainStatement.of(handle, list("(" + condition + ") AND (?2 = '' OR plant = ?2)", limit))
        .text(value)
        .text(plant.orElse(""))
        .list(row -> posting(row, null));
  }

  private static String list(String condition, int limit) {
    return "SELECT " + COLUMNS + " FROM posting WHERE " + condition + " ORDER BY id LIMIT " + limit;
  }

  /** Its ranges, sorted by counter. */
  public static List<Range> ranges(Handle handle, long posting) {
    return PlainStatement.of(handle, RANGES).number(posting).list(PostingRows::range);
  }

  /** Log positions behind it, ascending. */
  public static List<Long> members(Handle handle, long posting) {
    return PlainStatement.of(handle, MEMBERS).number(posting).list(row -> row.number(1));
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

  /** Reads {@link #COLUMNS}; what never changes is taken from the same posting where known. */
  public static Posting posting(Row row, @Nullable Posting known) {
    long id = row.number(1);
    return new Posting(
        id,
        row.text(2),
        row.text(3),
        row.text(4),
        row.number(5),
        row.text(6),
        row.text(7),
        row.text(8),
        row.text(9),
        row.number(10),
        known != null && known.id() == id ? known.fields() : Fields.parse(row.text(11)),
        PostingState.valueOf(row.text(12)),
        (int) row.number(13),
        (int) row.number(14),
        (int) row.number(15),
        row.textOrNull(16),
        row.textOrNull(17),
        row.textOrNull(18),
        row.numberOrNull(19),
        row.textOrNull(20),
        row.flag(21),
        Doubt.of((int) row.number(22)),
        Instant.ofEpochMilli(row.number(23)),
        Instant.ofEpochMilli(row.number(COLUMNS_COUNT)));
  }

  private static Range range(Row row) {
    CountKind kind = CountKind.forNumber((int) row.number(3));
    return new Range(
        row.text(1),
        row.text(2),
        kind == null ? CountKind.UNRECOGNIZED : kind,
        row.number(4),
        row.number(5),
        Quantity.parse(row.text(6)),
        row.text(7));
  }

  private static AttemptRecord attempt(RowView row) {
    @Nullable Long ended = row.getColumn("ended_at", Long.class);
    return new AttemptRecord(
        (int) Columns.number(row, "number"),
        Columns.text(row, "kind"),
        Instant.ofEpochMilli(Columns.number(row, "started_at")),
        ended == null ? null : Instant.ofEpochMilli(ended),
        textOrNull(row, "outcome"),
        textOrNull(row, "text"));
  }

  private static @Nullable String textOrNull(RowView row, String column) {
    return row.getColumn(column, String.class);
  }
}
