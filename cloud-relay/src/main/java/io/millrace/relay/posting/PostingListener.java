package io.millrace.relay.posting;

import org.jdbi.v3.core.Handle;

/** Hears of confirmations. */
public interface PostingListener {

  /**
   * The posting is CONFIRMED, its document set. Runs on the writer thread inside the transaction
   * that says so, exactly once per posting; must not block, and what it throws undoes the
   * confirmation, which is then tried again.
   */
  void confirmed(Handle handle, Posting posting);
}
