package io.millrace.relay.store;

import org.jdbi.v3.core.Handle;

/**
 * A piece of a write transaction. Runs on the writer thread, after all pieces accepted before it,
 * whose effects it sees. Must not block on anything but the handle, nor keep it. A piece that
 * throws leaves nothing behind and fails alone.
 */
@FunctionalInterface
public interface Work<T> {

  /** Does it; what it returns is handed out after the commit. */
  T run(Handle handle);
}
