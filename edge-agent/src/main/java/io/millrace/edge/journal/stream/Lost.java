package io.millrace.edge.journal.stream;

import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalItem.Reason;
import io.millrace.edge.journal.disk.StartRecord;

/**
 * A stretch of one run that is gone for ever, with the run, whose segments may all be gone; told
 * until a gap that tells of it is durable.
 */
public record Lost(long first, long last, StartRecord start, Reason reason, Telling telling) {

  /** How far the hole is known outside of the journal. On disk handed out is as untold. */
  enum Telling {
    UNTOLD,
    /** To this run's caller, whose gap may not be durable yet. */
    HANDED_OUT,
    TOLD
  }

  public Lost(long first, long last, StartRecord start, Reason reason) {
    this(first, last, start, reason, Telling.UNTOLD);
  }

  public Hole hole() {
    return new Hole(first, last, start.epoch(), reason);
  }

  Lost as(Telling next) {
    return new Lost(first, last, start, reason, next);
  }

  /** As one with the next, which it {@link #meets}. */
  Lost with(Lost next) {
    return new Lost(first, next.last, start, reason, telling);
  }

  public boolean contains(long sequence) {
    return first <= sequence && sequence <= last;
  }

  /** Whether the other goes on where this one ends, for the same reason and as well known. */
  boolean meets(Lost next) {
    return next.first == last + 1
        && next.start.equals(start)
        && next.reason == reason
        && next.telling == telling
        && telling != Telling.HANDED_OUT;
  }
}
