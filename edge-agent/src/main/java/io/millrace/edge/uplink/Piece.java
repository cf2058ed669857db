package io.millrace.edge.uplink;

import io.millrace.edge.journal.JournalItem;

/** What a batch is made of. */
sealed interface Piece {

  String epoch();

  long first();

  long last();

  /** A record; never compared. */
  @SuppressWarnings("ArrayRecordComponent") // copying each payload would cost
  record Whole(String epoch, long first, byte[] payload) implements Piece {
    @Override
    public long last() {
      return first;
    }
  }

  /** Sequences, both included, that are not here any more. */
  record Missing(String epoch, long first, long last, JournalItem.Reason reason) implements Piece {}
}
