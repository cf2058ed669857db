package io.millrace.edge.uplink;

import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the journal from one sequence on, without a step left out: what the journal no longer
 * has comes as missing, whether it says so or not. One thread.
 */
final class StreamPieces implements AutoCloseable {
  private final JournalStream stream;
  private final JournalReader reader;
  private final long begun;
  private long expected;
  private @Nullable JournalItem ahead;

  /** The sequence may be older than what is retained. */
  StreamPieces(JournalStream stream, long from) {
    this.stream = stream;
    this.expected = from;
    this.begun = Math.max(from, oldest(stream));
    this.reader = stream.reader(begun);
  }

  /** The next piece at or below the durable mark, or null when there is none yet. */
  @Nullable Piece poll() {
    if (expected < begun) {
      return missingBefore(begun);
    }
    while (true) {
      JournalItem item = ahead == null ? reader.poll() : ahead;
      ahead = null;
      if (item == null) {
        return null;
      }
      if (last(item) < expected) {
        continue;
      }
      if (first(item) > expected) {
        ahead = item;
        return missingBefore(first(item));
      }
      Piece piece = piece(item);
      expected = piece.last() + 1;
      return piece;
    }
  }

  /** Sequence that the next piece begins with. */
  long expected() {
    return expected;
  }

  @Override
  public void close() {
    reader.close();
  }

  private Piece piece(JournalItem item) {
    if (item instanceof JournalItem.Entry entry) {
      return new Piece.Whole(entry.epoch(), entry.sequence(), entry.payload());
    }
    JournalItem.Hole hole = (JournalItem.Hole) item;
    return new Piece.Missing(hole.epoch(), expected, hole.last(), hole.reason());
  }

  /** Up to the next item, but not beyond the end of the run that the first of them is of. */
  private Piece missingBefore(long next) {
    List<EpochRange> runs = stream.epochs();
    int run = 0;
    while (run + 1 < runs.size() && runs.get(run + 1).first() <= expected) {
      run++;
    }
    boolean isOlder = expected < runs.get(0).first();
    long end = next - 1;
    if (isOlder) {
      end = Math.min(end, runs.get(0).first() - 1);
    } else if (run + 1 < runs.size()) {
      end = Math.min(end, runs.get(run + 1).first() - 1);
    }
    JournalItem.Reason reason =
        isOlder ? JournalItem.Reason.RELAY_RESTORED : JournalItem.Reason.JOURNAL_DAMAGED;
    Piece missing = new Piece.Missing(runs.get(run).epoch(), expected, end, reason);
    expected = end + 1;
    return missing;
  }

  private static long oldest(JournalStream stream) {
    return stream.epochs().get(0).first();
  }

  private static long first(JournalItem item) {
    return item instanceof JournalItem.Entry entry
        ? entry.sequence()
        : ((JournalItem.Hole) item).first();
  }

  private static long last(JournalItem item) {
    return item instanceof JournalItem.Entry entry
        ? entry.sequence()
        : ((JournalItem.Hole) item).last();
  }
}
