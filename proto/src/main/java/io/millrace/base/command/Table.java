package io.millrace.base.command;

import java.util.ArrayList;
import java.util.List;

/** Rows under headings, in columns as wide as they need to be; numbers to the right. */
public final class Table {
  private static final String BETWEEN = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Columns. */
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /**
   * Adds one row with a cell for each heading, in one line; IllegalArgumentException with more or
   * fewer.
   */
  public Table row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(Visible.text(cell.toString()));
    }
    if (texts.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(texts + " does not fit " + rows.get(0));
    }
    rows.add(List.copyOf(texts));
    return this;
  }

  /** Whether there are only headings. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : BETWEEN).append(cell(row, column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private String cell(List<String> row, int column) {
    int width = rows.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
    String pad = " ".repeat(width - row.get(column).length());
    return isNumeric(column) ? pad + row.get(column) : row.get(column) + pad;
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream()
            .skip(1)
            .map(row -> row.get(column))
            .allMatch(
                cell -> cell.equals("-") || (!cell.isEmpty() && Character.isDigit(cell.charAt(0))));
  }
}
