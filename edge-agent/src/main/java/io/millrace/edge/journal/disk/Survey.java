package io.millrace.edge.journal.disk;

import io.millrace.edge.journal.disk.RecordScan.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a complete look at one segment's file found. Records are handed to a visitor in the order of
 * the file, without repetitions. Blocks on the disk. One thread.
 */
public final class Survey {
  /** Sees each record; the scan stands on it. */
  public interface Visitor {
    void record(RecordScan scan) throws IOException;
  }

  /** A run of sequences without a hole. */
  public record Piece(long first, long last) {}

  private final List<Piece> pieces = new ArrayList<>();
  private @Nullable StartRecord start;
  private long first = -1;
  private long last = -1;
  private long end;
  private boolean damaged;

  private Survey() {}

  public static Survey of(Path file, Visitor visitor) throws IOException {
    Survey survey = new Survey();
    try (RecordScan scan = new RecordScan(file)) {
      while (survey.step(scan)) {
        survey.meet(scan, visitor);
      }
    }
    return survey;
  }

  /** The head's run, if the head is readable. */
  @Nullable StartRecord start() {
    return start;
  }

  /** First sequence, by the head or else by the first record; -1 when there is nothing at all. */
  public long first() {
    return first;
  }

  public List<Piece> pieces() {
    return pieces;
  }

  public boolean damaged() {
    return damaged;
  }

  /** Where the last record ends. */
  public long end() {
    return end;
  }

  private boolean step(RecordScan scan) throws IOException {
    Step step = scan.next();
    if (step == Step.RECORD) {
      return true;
    }
    long at = scan.position();
    boolean begun = step == Step.END || scan.begun(); // an append that never returned
    if (!scan.hunt()) {
      damaged |= !begun;
      return false;
    }
    boolean uncommitted = scan.start() == at && !scan.consistent() && !scan.hunt();
    scan.position(at);
    if (scan.next() == Step.RECORD) { // written while we looked
      return true;
    }
    if (uncommitted && begun) {
      return false;
    }
    damaged = true;
    return scan.hunt();
  }

  private void meet(RecordScan scan, Visitor visitor) throws IOException {
    long sequence = scan.sequence();
    end = scan.position();
    if (scan.type() != Envelope.DATA) {
      head(scan);
      visitor.record(scan);
      return;
    }
    if (sequence <= last) {
      damaged = true;
      return;
    }
    if (first < 0) {
      first = sequence;
    }
    Piece before = pieces.isEmpty() ? new Piece(first, first - 1) : pieces.get(pieces.size() - 1);
    if (sequence == before.last() + 1) {
      Piece longer = new Piece(before.first(), sequence);
      if (pieces.isEmpty()) {
        pieces.add(longer);
      } else {
        pieces.set(pieces.size() - 1, longer);
      }
    } else {
      damaged = true;
      pieces.add(new Piece(sequence, sequence));
    }
    last = sequence;
    visitor.record(scan);
  }

  private void head(RecordScan scan) {
    if (scan.type() == Envelope.START && scan.length() == StartRecord.BYTES && start == null) {
      start = StartRecord.decode(scan.payload());
      first = first < 0 ? scan.sequence() : first;
    }
  }
}
