package io.millrace.prove.account;

import io.millrace.prove.line.Pieces;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One look at a running line, for people: the four counts per machine. Programs that are dead just
 * now are shown as they last were.
 *
 * @param backlog events that the agent holds and the relay has not acknowledged
 * @param postings by state
 * @param cases open ones by class
 * @param lost pieces that some machine made and that stand in no document of it yet
 * @param doubled references that more than one document has
 * @param faults that the ERP committed so far, by name
 * @param down programs that do not answer
 * @param business what the three systems say
 */
public record Look(
    List<Row> rows,
    long backlog,
    SortedMap<String, Long> postings,
    SortedMap<String, Long> cases,
    long lost,
    long doubled,
    Map<String, Long> faults,
    List<String> down,
    Business business) {
  private static final List<String> FINISHED =
      List.of("CONFIRMED", "SKIPPED", "CANCELLED", "COMPENSATED");

  /** All machines together. */
  public Row sum() {
    Row sum = new Row("all", Pieces.NONE, Pieces.NONE, Pieces.NONE, Pieces.NONE);
    for (Row row : rows) {
      sum = sum.plus(row);
    }
    return sum;
  }

  /** Postings that are neither done nor given up. */
  public long open() {
    return postings.entrySet().stream()
        .filter(entry -> !FINISHED.contains(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The four counts of one machine. */
  public record Row(
      String machine, Pieces register, Pieces journalled, Pieces logged, Pieces posted) {

    Row plus(Row other) {
      return new Row(
          machine,
          register.plus(other.register),
          journalled.plus(other.journalled),
          logged.plus(other.logged),
          posted.plus(other.posted));
    }

    /** Pieces that are still on their way; negative when more was posted than made. */
    public long difference() {
      return register.all() - posted.all();
    }
  }
}
