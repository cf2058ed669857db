package io.millrace.edge.health;

import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.edge.journal.StreamName;
import io.millrace.v1.StreamStatus;
import java.time.Duration;

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
