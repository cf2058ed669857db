package io.millrace.relay.flow;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A window, or a decision, that became a posting. */
public record Run(
    long id,
    String flow,
    int version,
    String plant,
    String equipment,
    String order,
    Instant openedAt,
    Instant closedAt,
    String closedBy) {

  static Optional<Run> find(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM flow_run WHERE id = ?")
        .bind(0, id)
        .map(
            row ->
                new Run(
                    WindowRows.number(row, "id"),
                    WindowRows.text(row, "flow"),
                    (int) WindowRows.number(row, "version"),
                    WindowRows.text(row, "plant"),
                    WindowRows.text(row, "equipment"),
                    WindowRows.text(row, "order_name"),
                    Instant.ofEpochMilli(WindowRows.number(row, "opened_at")),
                    Instant.ofEpochMilli(WindowRows.number(row, "closed_at")),
                    WindowRows.text(row, "closed_by")))
        .findOne();
  }
}
