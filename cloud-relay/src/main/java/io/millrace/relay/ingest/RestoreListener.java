package io.millrace.relay.ingest;

import org.jdbi.v3.core.Handle;

/**
 * Hears that the relay's database is an older copy than agents remember (rule J7). Runs on the
 * writer thread inside the transaction that found it; must not block.
 */
public interface RestoreListener {

  /** An agent heard acknowledged what is not here; the log ends at that position. */
  void restored(Handle handle, long position);

  /**
   * Events that were here before the restore, or may have been because their agent had them when it
   * came back, are logged at those positions, both included.
   */
  void resent(Handle handle, long first, long last);
}
