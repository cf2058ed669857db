package io.millrace.edge.journal;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One file of records of one run, contiguous from {@code first} to {@code last}; while it is
 * written its last is open. Path and end move once each; any thread may look.
 */
final class Segment {
  /** Last of the segment that is being written. */
  static final long OPEN = Long.MAX_VALUE;

  private final int number;
  private final long first;
  private final StartRecord start;
  private final long bytes;
  private volatile Path file;
  private volatile long last;
  private volatile Instant since;

  Segment(
      int number, long first, long last, StartRecord start, Path file, long bytes, Instant since) {
    this.number = number;
    this.first = first;
    this.last = last;
    this.start = start;
    this.file = file;
    this.bytes = bytes;
    this.since = since;
  }

  int number() {
    return number;
  }

  long first() {
    return first;
  }

  /** {@code first - 1} when there is no data in it. */
  long last() {
    return last;
  }

  boolean isEmpty() {
    return last < first;
  }

  StartRecord start() {
    return start;
  }

  Path file() {
    return file;
  }

  /** Size of the file. */
  long bytes() {
    return bytes;
  }

  /** When its last record was written, about. */
  Instant since() {
    return since;
  }

  void end(long at, Instant now) {
    last = at;
    since = now;
  }

  void moved(Path to) {
    file = to;
  }

  /** What it is called once it is forced. */
  String keptName() {
    return new SegmentName(number, first, last).kept();
  }
}
