package io.millrace.relay.store;

import java.util.Objects;
import org.jdbi.v3.core.result.RowView;

/** Reads columns of a row that are never null. On the thread that maps the row. */
public final class Columns {
  private Columns() {}

  /** The text of that column. */
  public static String text(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, String.class), column);
  }

  /** The whole number of that column. */
  public static long number(RowView row, String column) {
    return Objects.requireNonNull(row.getColumn(column, Long.class), column);
  }
}
