package io.millrace.edge.journal;

import java.util.List;

/**
 * One stream of the journal, open for this run. Sequences begin at 1, go on across runs, and are
 * never used twice.
 */
public interface JournalStream {

  StreamName name();

  /**
   * Appends one record and returns its sequence; it survives kill -9 at once, and power loss once
   * {@link #durable()} has reached it. The appending thread only. JOURNAL_FULL leaves nothing
   * behind and may be tried again; JOURNAL_FAILED once a write failed, after which the next append
   * begins a new segment. IllegalArgumentException when the payload is too long.
   */
  long append(byte[] payload);

  /**
   * Longest payload that {@link #append} takes, in bytes: about a quarter of a segment, at most 4
   * MiB.
   */
  int payloadMax();

  /** Highest sequence given; 0 before the first. Any thread. */
  long appended();

  /** Highest sequence that survives power loss. Any thread. */
  long durable();

  /** Runs the task whenever the durable mark has moved; on the maintenance thread, never blocks. */
  void onDurable(Runnable task);

  /** A new reader from that sequence on. */
  JournalReader reader(long from);

  /** The relay has committed everything up to here. Any thread; going back has no effect. */
  void acknowledge(long sequence);

  /**
   * The relay will never take that record: keeps it aside in a file, with the reason, and from now
   * on gives readers a hole in its place. Any thread; blocks on the disk. False when there is no
   * such record to be sent, or as many are aside as may be; JOURNAL_FAILED when the disk does not
   * answer.
   */
  boolean refuse(long sequence, String why);

  /** Highest sequence acknowledged, as far as it was kept; 0 before the first. */
  long acknowledged();

  /** Retained runs, oldest first; the last is this one. Any thread. */
  List<EpochRange> epochs();

  /**
   * Holes that arose since this was last asked, such as segments that gave way on a full disk; the
   * caller journals a gap for each and says {@link #told} once that is durable. One that was not
   * told comes again after a restart. Any thread, one caller.
   */
  List<JournalItem.Hole> takeHoles();

  /**
   * The gap of a hole that was handed out, by recovery or by {@link #takeHoles}, is durable. Blocks
   * on the disk; JOURNAL_FAILED when that does not answer, and it may be said again.
   */
  void told(JournalItem.Hole hole);

  /** Figures for the status. Any thread. */
  StreamFigures figures();
}
