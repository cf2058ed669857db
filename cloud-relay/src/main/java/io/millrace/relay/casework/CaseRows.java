package io.millrace.relay.casework;

import io.millrace.relay.store.Columns;
import io.millrace.v1.Case;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/** Cases as rows. The caller owns handle and transaction. */
final class CaseRows {
  private CaseRows() {}

  static long insert(Handle handle, NewCase asked, long now) {
    return handle
        .createQuery(
            "INSERT INTO exception_case (class, fingerprint, title, detail, plant, order_name,"
                + " subject, decisions, occurrences, opened_at, last_seen_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?) RETURNING id")
        .bind(0, asked.caseClass().name())
        .bind(1, asked.fingerprint())
        .bind(2, cut(asked.title()))
        .bind(3, cut(asked.detail()))
        .bind(4, asked.plant())
        .bind(5, asked.order())
        .bind(6, asked.subject())
        .bind(7, String.join("\n", asked.decisions()))
        .bind(8, now)
        .bind(9, now)
        .mapTo(Long.class)
        .one();
  }

  static void close(Handle handle, long id, long now, String decision, String note) {
    handle.execute(
        "UPDATE exception_case SET closed_at = ?, decision = ?, note = ? WHERE id = ?",
        now,
        decision,
        cut(note),
        id);
  }

  static Optional<Case> find(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM exception_case WHERE id = ?")
        .bind(0, id)
        .map(CaseRows::toCase)
        .findOne();
  }

  /** Of one plant, or of all where it is empty. */
  static List<Case> list(Handle handle, boolean closedToo, String plant, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM exception_case"
                + (closedToo
                    ? " WHERE"
                    : " INDEXED BY exception_case_pending WHERE closed_at IS NULL AND")
                + " (:plant = '' OR plant = :plant)"
                + " ORDER BY id DESC LIMIT :limit")
        .bind("plant", plant)
        .bind("limit", limit)
        .map(CaseRows::toCase)
        .list();
  }

  /** No text is kept beyond {@link Cases#TEXT_CHARACTERS_MAX}. */
  static String cut(String text) {
    return text.length() <= Cases.TEXT_CHARACTERS_MAX
        ? text
        : text.substring(0, Cases.TEXT_CHARACTERS_MAX - 1) + "…";
  }

  private static Case toCase(RowView row) {
    Case.Builder built =
        Case.newBuilder()
            .setId(row.getColumn("id", Long.class))
            .setClass_(Columns.text(row, "class"))
            .setTitle(Columns.text(row, "title"))
            .setDetail(Columns.text(row, "detail"))
            .setPlant(Columns.text(row, "plant"))
            .setOrder(Columns.text(row, "order_name"))
            .setSubject(Columns.text(row, "subject"))
            .setOccurrences(row.getColumn("occurrences", Long.class))
            .setOpenedAt(instant(row.getColumn("opened_at", Long.class)))
            .setLastSeenAt(instant(row.getColumn("last_seen_at", Long.class)))
            .setClosedAt(instant(row.getColumn("closed_at", Long.class)))
            .setDecision(Columns.text(row, "decision"))
            .setNote(Columns.text(row, "note"));
    Columns.text(row, "decisions").lines().forEach(built::addDecisions);
    return built.build();
  }

  private static String instant(@Nullable Long millis) {
    return millis == null ? "" : Instant.ofEpochMilli(millis).toString();
  }
}
