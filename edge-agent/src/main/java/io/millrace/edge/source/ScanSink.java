package io.millrace.edge.source;

import io.millrace.edge.reading.Scan;
import java.time.Instant;

/** Where a source puts what it read. Any thread; never blocks. */
public interface ScanSink {

  /**
   * Takes one scan. False when the queue behind it is full: the scan is dropped, counted, and its
   * time becomes part of a gap; the source goes on.
   */
  boolean offer(Scan scan);

  /** The source did not answer from then on; the next scan ends the outage. Told once an outage. */
  void lost(String source, Instant since, String reason);
}
