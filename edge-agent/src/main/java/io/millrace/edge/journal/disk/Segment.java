package io.millrace.edge.journal.disk;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One file of records of one run, contiguous from {@code first} to {@code last}; while it is
 * written its last is open. Path and end move once each; any thread may look.
 */
public final class Segment {
  /** Last of the segment that is being written. */
  public static final long OPEN = Long.MAX_VALUE;

  private final int number;
  private final long first;
  private final StartRecord start;
  private final long bytes;
  private volatile Path file;
  private volatile long last;
  private volatile Instant since;

  public Segment(
      int number, long first, long last, StartRecord start, Path file, long bytes, Instant since) {
    this.number = number;
    this.first = first;
    this.last = last;
    this.start = start;
    this.file = file;
    this.bytes = bytes;
    this.since = since;
  }

  public int number() {
    return number;
  }

  public long first() {
    return first;
  }

  /** {@code first - 1} when there is no data in it. */
  public long last() {
    return last;
  }

  public boolean isEmpty() {
    return last < first;
  }

  public StartRecord start() {
    return start;
  }

  public Path file() {
    return file;
  }

  /** Size of the file. */
  long bytes() {
    return bytes;
  }

  /** When its last record was written, about. */
  public Instant since() {
    return since;
  }

  public void end(long at, Instant now) {
    last = at;
    since = now;
  }

  public void moved(Path to) {
    file = to;
  }

  /** What it is called once it is forced. */
  public String keptName() {
    return new SegmentName(number, first, last).kept();
  }
}
