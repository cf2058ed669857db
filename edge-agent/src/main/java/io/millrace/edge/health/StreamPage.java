package io.millrace.edge.health;

import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.edge.journal.StreamName;
import io.millrace.v1.RetainedEpoch;
import io.millrace.v1.StreamStatus;
import java.time.Duration;
import java.util.List;

/** One stream of the journal as the page shows it. */
final class StreamPage {
  private static final double NANOS_PER_DAY = Duration.ofDays(1).toNanos();

  private StreamPage() {}

  static StreamStatus of(JournalStream stream, long upNanos) {
    StreamFigures figures = stream.figures();
    double days = upNanos / NANOS_PER_DAY;
    return of(stream.name(), figures).toBuilder()
        .setBytesPerDay((long) (figures.bytesWritten() / days))
        .build();
  }

  /** The runs of the agent whose records that stream still holds. */
  static List<RetainedEpoch> epochs(StreamName name, List<EpochRange> epochs) {
    return epochs.stream()
        .map(
            epoch ->
                RetainedEpoch.newBuilder()
                    .setStream(name.text())
                    .setEpoch(epoch.epoch())
                    .setPredecessor(epoch.predecessor())
                    .setFirstSequence(epoch.first())
                    .setLastSequence(epoch.last())
                    .build())
        .toList();
  }

  /** Of a stream that nobody writes. */
  public static StreamStatus of(StreamName name, StreamFigures figures) {
    return StreamStatus.newBuilder()
        .setStream(name.text())
        .setAppended(figures.appended())
        .setDurable(figures.durable())
        .setAcknowledged(figures.acknowledged())
        .setBacklog(Math.max(0, figures.appended() - figures.acknowledged()))
        .setBytes(figures.bytes())
        .setSegments(figures.segments())
        .setQuarantined(figures.quarantined())
        .setRefused(figures.refused())
        .build();
  }
}
