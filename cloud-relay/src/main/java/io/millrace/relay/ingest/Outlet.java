package io.millrace.relay.ingest;

import io.millrace.base.error.MillraceException;

/**
 * What a stream's call can say to the agent. Any thread, in the order of the calls; never blocks;
 * after {@link #fail} and when the call is gone the rest has no effect.
 */
public interface Outlet {

  /** Everything up to this sequence is committed. */
  void acknowledge(long sequence, String epoch);

  /** Asks for an answer at once. */
  void probe(long number);

  /** This record will never be taken; {@link #fail} follows. */
  void refuse(long sequence, MillraceException reason);

  /** Announces the end. */
  void drain(long returnAfterMs);

  /** Ends the call with a reason. */
  void fail(MillraceException reason);

  /** One more message may come. */
  void more();
}
