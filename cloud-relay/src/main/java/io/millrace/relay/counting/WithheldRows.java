package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Stretches that flows have not seen, as rows. On the writer thread where it writes. */
final class WithheldRows {
  private WithheldRows() {}

  static void insert(Handle handle, Count count, Piece piece, String subject, String flow) {
    handle.execute(
        "INSERT INTO counter_withheld (plant, counter, generation, from_value, to_value, position,"
            + " rule, state, subject, flow, kind, equipment, order_name, factor, unit)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        count.plant(),
        count.counter(),
        count.generation(),
        piece.from(),
        piece.to(),
        count.position(),
        piece.rule().name(),
        piece.rule().isWithheld() ? HoleState.OPEN.name() : HoleState.IGNORED.name(),
        subject,
        flow,
        count.kind().getNumber(),
        count.equipment(),
        count.order(),
        count.factor().toString(),
        count.unit());
  }

  /** A count that breaks the contract has no stretch: its row says only that it is there. */
  static void insertInvalid(Handle handle, String plant, long position, String subject) {
    handle.execute(
        "INSERT INTO counter_withheld (plant, counter, generation, from_value, to_value, position,"
            + " rule, state, subject, flow, kind, equipment, order_name, factor, unit)"
            + " VALUES (?, '', '', 0, 0, ?, ?, ?, ?, '', 0, '', '', '1', '')",
        plant,
        position,
        CountRule.INVALID.name(),
        HoleState.IGNORED.name(),
        subject);
  }

  static void insertGivenUp(Handle handle, GivenUpCount count) {
    handle.execute(
        "INSERT INTO counter_withheld (plant, counter, generation, from_value, to_value, position,"
            + " rule, state, subject, flow, kind, equipment, order_name, factor, unit)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        count.plant(),
        count.counter(),
        count.generation(),
        count.from(),
        count.to(),
        count.position(),
        CountRule.GIVEN_UP.name(),
        HoleState.IGNORED.name(),
        count.event(),
        count.flow(),
        count.kind().getNumber(),
        count.equipment(),
        count.order(),
        count.factor().toString(),
        count.unit());
  }

  static List<Withheld> ofPosition(Handle handle, long position) {
    return handle
        .createQuery("SELECT * FROM counter_withheld WHERE position = ? ORDER BY from_value")
        .bind(0, position)
        .map(row -> withheld(row, ChainRows.number(row, "position"), rule(row)))
        .list();
  }

  /** Open ones of that subject: of counts and of holes. */
  static List<Withheld> open(Handle handle, String plant, String subject) {
    List<Withheld> found = new java.util.ArrayList<>();
    found.addAll(
        handle
            .createQuery(
                "SELECT * FROM counter_withheld WHERE plant = ? AND subject = ? AND state = 'OPEN'"
                    + " ORDER BY counter, generation, from_value")
            .bind(0, plant)
            .bind(1, subject)
            .map(row -> withheld(row, ChainRows.number(row, "position"), rule(row)))
            .list());
    found.addAll(
        handle
            .createQuery(
                "SELECT * FROM counter_hole WHERE plant = ? AND subject = ? AND state = 'OPEN'"
                    + " ORDER BY counter, generation, from_value")
            .bind(0, plant)
            .bind(1, subject)
            .map(row -> withheld(row, 0, CountRule.HOLE_DECIDED))
            .list());
    return found;
  }

  /** Of logged counts, which a person decided never to post. */
  static List<Withheld> givenUp(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM counter_withheld WHERE state = 'IGNORED'"
                + " AND rule NOT IN ('REPEATED', 'INVALID')")
        .map(row -> withheld(row, ChainRows.number(row, "position"), rule(row)))
        .list();
  }

  /** Whether a person decided about any stretch of that subject. */
  static boolean isDecided(Handle handle, String plant, String subject) {
    return handle
            .createQuery(
                "SELECT count(*) FROM counter_withheld"
                    + " WHERE plant = ? AND subject = ? AND state <> 'OPEN'")
            .bind(0, plant)
            .bind(1, subject)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  static void settle(Handle handle, Withheld withheld, HoleState state) {
    String table = withheld.position() == 0 ? "counter_hole" : "counter_withheld";
    handle.execute("UPDATE " + table + " SET state = ? WHERE id = ?", state.name(), withheld.id());
  }

  private static CountRule rule(RowView row) {
    return CountRule.valueOf(ChainRows.text(row, "rule"));
  }

  private static Withheld withheld(RowView row, long position, CountRule rule) {
    boolean ofHole = position == 0;
    return new Withheld(
        ChainRows.number(row, "id"),
        ChainRows.text(row, "plant"),
        ChainRows.text(row, "counter"),
        ChainRows.text(row, "generation"),
        ChainRows.kind(row),
        ChainRows.number(row, "from_value"),
        ChainRows.number(row, "to_value"),
        position,
        rule,
        ChainRows.text(row, "state"),
        ChainRows.text(row, "subject"),
        ofHole ? "" : ChainRows.text(row, "flow"),
        ChainRows.text(row, "equipment"),
        ChainRows.text(row, "order_name"),
        Quantity.parse(ChainRows.text(row, "factor")),
        ChainRows.text(row, "unit"));
  }
}
