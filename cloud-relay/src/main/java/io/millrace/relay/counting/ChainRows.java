package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Counters, generations and holes as rows. On the writer thread where it writes. */
final class ChainRows {
  private ChainRows() {}

  static Optional<Counter> counter(Handle handle, String plant, String counter) {
    return handle
        .createQuery("SELECT * FROM counter WHERE plant = ? AND counter = ?")
        .bind(0, plant)
        .bind(1, counter)
        .map(ChainRows::toCounter)
        .findOne();
  }

  static void save(Handle handle, Counter counter) {
    handle.execute(
        "INSERT OR REPLACE INTO counter (plant, counter, agent, generation, kind, equipment,"
            + " order_name, factor, unit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        counter.plant(),
        counter.id(),
        counter.agent(),
        counter.generation(),
        counter.kind().getNumber(),
        counter.equipment(),
        counter.order(),
        counter.factor().toString(),
        counter.unit());
  }

  static Optional<Generation> generation(
      Handle handle, String plant, String counter, String generation) {
    return handle
        .createQuery(
            "SELECT * FROM counter_generation WHERE plant = ? AND counter = ? AND generation = ?")
        .bind(0, plant)
        .bind(1, counter)
        .bind(2, generation)
        .map(ChainRows::toGeneration)
        .findOne();
  }

  /** Those that follow that one. */
  static List<Generation> following(
      Handle handle, String plant, String counter, String generation) {
    return handle
        .createQuery(
            "SELECT * FROM counter_generation WHERE plant = ? AND counter = ? AND previous = ?"
                + " ORDER BY generation")
        .bind(0, plant)
        .bind(1, counter)
        .bind(2, generation)
        .map(ChainRows::toGeneration)
        .list();
  }

  static void save(Handle handle, Generation generation) {
    handle.execute(
        "INSERT OR REPLACE INTO counter_generation (plant, counter, generation, agent, previous,"
            + " first, last, first_raw, last_raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        generation.plant(),
        generation.counter(),
        generation.id(),
        generation.agent(),
        generation.previous(),
        generation.first(),
        generation.last(),
        generation.firstRaw(),
        generation.lastRaw());
  }

  /** Those that a stretch touches, ascending. */
  static List<Missing> holes(Handle handle, Generation generation, long from, long to) {
    return handle
        .createQuery(
            "SELECT * FROM counter_hole WHERE plant = ? AND counter = ? AND generation = ?"
                + " AND from_value < ? AND to_value > ? ORDER BY from_value")
        .bind(0, generation.plant())
        .bind(1, generation.counter())
        .bind(2, generation.id())
        .bind(3, to)
        .bind(4, from)
        .map(ChainRows::toHole)
        .list();
  }

  static void insertHole(
      Handle handle, Counter counter, String generation, long from, long to, String subject) {
    handle.execute(
        "INSERT INTO counter_hole (plant, counter, generation, from_value, to_value, state,"
            + " subject, kind, equipment, order_name, factor, unit)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        counter.plant(),
        counter.id(),
        generation,
        from,
        to,
        HoleState.OPEN.name(),
        subject,
        counter.kind().getNumber(),
        counter.equipment(),
        counter.order(),
        counter.factor().toString(),
        counter.unit());
  }

  /** Takes the filled part out of an open hole, which leaves up to two. */
  static void fill(Handle handle, Fill fill) {
    Missing hole = fill.hole();
    copy(handle, hole, hole.from(), fill.from(), HoleState.OPEN);
    copy(handle, hole, fill.from(), fill.to(), HoleState.FILLED);
    copy(handle, hole, fill.to(), hole.to(), HoleState.OPEN);
    handle.execute("DELETE FROM counter_hole WHERE id = ?", hole.id());
  }

  private static void copy(Handle handle, Missing hole, long from, long to, HoleState state) {
    if (from < to) {
      handle.execute(
          "INSERT INTO counter_hole (plant, counter, generation, from_value, to_value, state,"
              + " subject, kind, equipment, order_name, factor, unit)"
              + " SELECT plant, counter, generation, ?, ?, ?, subject, kind, equipment,"
              + " order_name, factor, unit FROM counter_hole WHERE id = ?",
          from,
          to,
          state.name(),
          hole.id());
    }
  }

  /** Whether any part of the hole with that subject is still open. */
  static boolean isOpen(Handle handle, String plant, String subject) {
    return handle
            .createQuery(
                "SELECT count(*) FROM counter_hole"
                    + " WHERE plant = ? AND subject = ? AND state = 'OPEN'")
            .bind(0, plant)
            .bind(1, subject)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  static String text(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, String.class), column);
  }

  static long number(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, Long.class), column);
  }

  static CountKind kind(RowView row) {
    CountKind kind = CountKind.forNumber((int) number(row, "kind"));
    return kind == null ? CountKind.COUNT_KIND_UNSPECIFIED : kind;
  }

  private static Counter toCounter(RowView row) {
    return new Counter(
        text(row, "plant"),
        text(row, "counter"),
        text(row, "agent"),
        text(row, "generation"),
        kind(row),
        text(row, "equipment"),
        text(row, "order_name"),
        Quantity.parse(text(row, "factor")),
        text(row, "unit"));
  }

  private static Generation toGeneration(RowView row) {
    return new Generation(
        text(row, "plant"),
        text(row, "counter"),
        text(row, "generation"),
        text(row, "agent"),
        text(row, "previous"),
        number(row, "first"),
        number(row, "last"),
        number(row, "first_raw"),
        number(row, "last_raw"));
  }

  private static Missing toHole(RowView row) {
    return new Missing(
        number(row, "id"),
        text(row, "generation"),
        number(row, "from_value"),
        number(row, "to_value"),
        HoleState.valueOf(text(row, "state")),
        text(row, "subject"));
  }
}
