package io.millrace.relay.posting;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.store.Columns;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/**
 * A quantity of one plant's counter and order that no document will hold, because a person said so.
 */
public record GivenUp(String plant, String counter, String order, Quantity quantity) {

  static List<GivenUp> all(Handle handle) {
    return handle
        .createQuery(
            "SELECT p.plant, r.counter, p.order_name, r.quantity FROM posting p"
                + " INDEXED BY posting_given_up CROSS JOIN posting_range r"
                + " WHERE p.state IN ('SKIPPED', 'CANCELLED') AND r.posting = p.id")
        .map(GivenUp::of)
        .list();
  }

  private static GivenUp of(RowView row) {
    return new GivenUp(
        Columns.text(row, "plant"),
        Columns.text(row, "counter"),
        Columns.text(row, "order_name"),
        Quantity.parse(Columns.text(row, "quantity")));
  }
}
