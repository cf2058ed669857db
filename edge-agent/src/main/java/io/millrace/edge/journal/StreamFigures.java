package io.millrace.edge.journal;

/**
 * One stream in numbers: bytes on disk, bytes written since start, records damaged and put in
 * quarantine, records that the relay refused and that are kept aside.
 */
public record StreamFigures(
    long appended,
    long durable,
    long acknowledged,
    long bytes,
    int segments,
    long bytesWritten,
    long quarantined,
    long refused) {

  /** Of a stream of which the relay refused nothing. */
  public StreamFigures(
      long appended,
      long durable,
      long acknowledged,
      long bytes,
      int segments,
      long bytesWritten,
      long quarantined) {
    this(appended, durable, acknowledged, bytes, segments, bytesWritten, quarantined, 0);
  }
}
