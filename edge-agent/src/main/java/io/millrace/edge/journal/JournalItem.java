package io.millrace.edge.journal;

/** What a reader meets next. */
public sealed interface JournalItem {

  /** A record of data. The payload belongs to the receiver. */
  @SuppressWarnings("ArrayRecordComponent") // never compared; copying each payload would cost
  record Entry(long sequence, String epoch, byte[] payload) implements JournalItem {}

  /** Sequences, both included, that can no longer be read; all of one epoch. */
  record Hole(long first, long last, String epoch, Reason reason) implements JournalItem {}

  /** Why records are gone; the names are those of the wire's GapReason. */
  enum Reason {
    /** Could not be read. */
    JOURNAL_DAMAGED,
    /** Gave way to newer records. */
    JOURNAL_FULL,
    /** Were acknowledged and deleted before the relay asked for them again. */
    RELAY_RESTORED,
    /** Were refused by the relay for what is in them, and put aside. */
    RELAY_REFUSED
  }
}
