package io.millrace.edge.journal.stream;

import io.millrace.base.time.Clock;
import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.StreamSettings;
import io.millrace.edge.journal.disk.Catalogue;
import io.millrace.edge.journal.disk.Cursor;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Envelope;
import io.millrace.edge.journal.disk.Quarantine;
import io.millrace.edge.journal.disk.RecordScan;
import io.millrace.edge.journal.disk.Segment;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.disk.StreamFolder;
import io.millrace.edge.journal.disk.Survey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One stream after recovery: all its segments are forced and whole, Chronicle's folder is empty.
 */
public record RecoveredStream(
    StreamFolder folder,
    StreamSettings settings,
    Disk disk,
    Clock clock,
    Catalogue catalogue,
    HoleLedger ledger,
    Quarantine quarantine,
    Cursor cursor,
    Optional<StartRecord> lastRun,
    long last,
    int lastNumber) {

  /** The newest checkpoint and the first sequence after it; empty when there is none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Found(byte[] checkpoint, long next, int segment) {}

  /** Takes a record. */
  public interface Records {
    void take(long sequence, byte[] payload);
  }

  public Optional<EpochRange> lastEpoch() {
    return lastRun.map(run -> run.range(last));
  }

  /** How the run of that name begins in this stream. */
  public StartRecord start(String epoch) {
    return new StartRecord(epoch, lastRun.map(StartRecord::epoch).orElse(""), last, last + 1);
  }

  public Optional<Found> checkpoint() throws IOException {
    List<Segment> all = catalogue.segments();
    for (int i = all.size() - 1; i >= 0; i--) {
      Optional<Found> found = checkpoint(all.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Payloads from that sequence on, in order. */
  public void replay(long from, Records events) throws IOException {
    for (Segment segment : catalogue.segments()) {
      if (segment.last() >= from && !segment.isEmpty()) {
        Survey.of(
            segment.file(),
            scan -> {
              if (scan.type() == Envelope.DATA
                  && scan.sequence() >= Math.max(from, segment.first())
                  && scan.sequence() <= segment.last()) {
                events.take(scan.sequence(), scan.payload());
              }
            });
      }
    }
  }

  private Optional<Found> checkpoint(Segment segment) throws IOException {
    try (RecordScan scan = new RecordScan(segment.file())) {
      while (scan.next() == RecordScan.Step.RECORD && scan.type() != Envelope.DATA) {
        if (scan.type() == Envelope.CHECKPOINT) {
          return Optional.of(new Found(scan.payload(), scan.sequence(), segment.number()));
        }
      }
    }
    return Optional.empty();
  }
}
