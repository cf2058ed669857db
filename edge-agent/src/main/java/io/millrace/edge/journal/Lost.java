package io.millrace.edge.journal;

import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalItem.Reason;

/**
 * A stretch of one run that is gone for ever, with the run, whose segments may all be gone; told
 * once.
 */
record Lost(long first, long last, StartRecord start, Reason reason, boolean told) {

  Lost(long first, long last, StartRecord start, Reason reason) {
    this(first, last, start, reason, false);
  }

  Hole hole() {
    return new Hole(first, last, start.epoch(), reason);
  }

  Lost asTold() {
    return new Lost(first, last, start, reason, true);
  }

  /** As one with the next, which it {@link #meets}. */
  Lost with(Lost next) {
    return new Lost(first, next.last, start, reason, told);
  }

  boolean contains(long sequence) {
    return first <= sequence && sequence <= last;
  }

  /** Whether the other goes on where this one ends, for the same reason. */
  boolean meets(Lost next) {
    return next.first == last + 1
        && next.start.equals(start)
        && next.reason == reason
        && next.told == told;
  }
}
