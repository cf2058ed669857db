package io.millrace.relay.flow.window;

import java.util.ArrayList;
import java.util.List;

/** Ascending log positions, short in memory and as text such as {@code 3-5,9}. One owner thread. */
public final class Positions {
  private final List<long[]> runs = new ArrayList<>();

  public static Positions parse(String text) {
    Positions positions = new Positions();
    for (String run : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      String[] ends = run.split("-", -1);
      positions.runs.add(
          new long[] {Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])});
    }
    return positions;
  }

  /** Adds one that is not below any before; the last one again changes nothing. */
  void add(long position) {
    long[] last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (last == null || position > last[1] + 1) {
      runs.add(new long[] {position, position});
    } else {
      last[1] = position;
    }
  }

  boolean contains(long position) {
    return runs.stream().anyMatch(run -> run[0] <= position && position <= run[1]);
  }

  public List<Long> all() {
    List<Long> all = new ArrayList<>();
    for (long[] run : runs) {
      for (long position = run[0]; position <= run[1]; position++) {
        all.add(position);
      }
    }
    return all;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (long[] run : runs) {
      text.append(text.isEmpty() ? "" : ",").append(run[0]);
      if (run[1] > run[0]) {
        text.append('-').append(run[1]);
      }
    }
    return text.toString();
  }
}
