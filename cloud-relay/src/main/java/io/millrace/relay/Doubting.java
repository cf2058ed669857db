package io.millrace.relay;

import io.millrace.relay.ingest.RestoreListener;
import io.millrace.relay.posting.Postings;
import org.jdbi.v3.core.Handle;

/** Hands what agents remember of a restored relay on to the postings (rule J7). */
record Doubting(Postings postings) implements RestoreListener {
  @Override
  public void restored(Handle handle, long position) {
    postings.restored(handle, position);
  }

  @Override
  public void resent(Handle handle, long first, long last) {
    postings.resent(handle, first, last);
  }
}
