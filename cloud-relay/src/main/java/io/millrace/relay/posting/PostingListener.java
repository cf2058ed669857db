package io.millrace.relay.posting;

import org.jdbi.v3.core.Handle;

/** Hears how postings end. */
public interface PostingListener {

  /**
   * The posting is CONFIRMED, its document set. Runs on the writer thread inside the transaction
   * that says so, exactly once per posting; must not block, and what it throws undoes the
   * confirmation, which is then tried again.
   */
  void confirmed(Handle handle, Posting posting);

  /** A person decided that there will be no document. As above. */
  default void dropped(Handle handle, Posting posting) {}
}
