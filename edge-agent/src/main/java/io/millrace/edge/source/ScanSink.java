package io.millrace.edge.source;

import io.millrace.edge.reading.Scan;
import java.time.Instant;
import java.util.List;

/** Where a source puts what it read. Any thread; never blocks. */
public interface ScanSink {

  /**
   * Takes one scan. False when the queue behind it is full: the scan is dropped, counted, and its
   * time becomes part of a gap; the source goes on.
   */
  boolean offer(Scan scan);

  /**
   * Values of these tags, or of all when none is named, were lost on their way since then, though
   * the source answers. Told after the scans before, and before those after it or soon after them.
   */
  void missed(String source, List<String> tags, Instant since, String reason);

  /** The source did not answer from then on; the next scan ends the outage. Told once an outage. */
  void lost(String source, Instant since, String reason);
}
