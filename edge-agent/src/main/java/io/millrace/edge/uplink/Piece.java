package io.millrace.edge.uplink;

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

  /** Sequences, both included, that are not here any more, with the name of a GapReason. */
  record Missing(String epoch, long first, long last, String reason) implements Piece {}
}
