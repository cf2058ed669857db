package io.millrace.edge.journal.stream;

import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.disk.Segment;
import io.millrace.edge.journal.disk.StartRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which run wrote which sequences, as far as segments and holes still tell. */
final class Runs {
  /** By first sequence, then in order of appearance: a run may have written nothing. */
  private final List<StartRecord> starts;

  private Runs(List<StartRecord> starts) {
    this.starts = starts;
  }

  /** The present run comes last. */
  static Runs of(List<Segment> segments, List<Lost> lost, StartRecord present) {
    TreeMap<Long, List<StartRecord>> byFirst = new TreeMap<>();
    lost.forEach(each -> add(byFirst, each.start()));
    segments.forEach(each -> add(byFirst, each.start()));
    List<StartRecord> all = new ArrayList<>();
    byFirst.values().forEach(all::addAll);
    all.remove(present);
    all.add(present);
    return new Runs(all);
  }

  /** Each ends where its successor says, the last at {@code last}. */
  List<EpochRange> ranges(long last) {
    List<EpochRange> ranges = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.get(i + 1).first() - 1 : last;
      ranges.add(starts.get(i).range(end));
    }
    return List.copyOf(ranges);
  }

  /** The run that wrote the sequence; the oldest known when it is older than that. */
  StartRecord at(long sequence) {
    StartRecord found = starts.get(0);
    for (StartRecord start : starts) {
      if (start.first() <= sequence) {
        found = start;
      }
    }
    return found;
  }

  /** The last sequence of the run that wrote the sequence, or {@code last} for the newest. */
  long endOf(long sequence, long last) {
    for (StartRecord start : starts) {
      if (start.first() > sequence) {
        return Math.min(last, start.first() - 1);
      }
    }
    return last;
  }

  private static void add(Map<Long, List<StartRecord>> byFirst, StartRecord start) {
    List<StartRecord> same = byFirst.computeIfAbsent(start.first(), key -> new ArrayList<>());
    if (!same.contains(start)) {
      same.add(start);
    }
  }
}
