/**
 * A flow tried on events that somebody wrote: the relay's own flows and postings in a store that is
 * thrown away, with answers that were given or invented in the place of connectors. One thread,
 * which blocks on that store. Must not know the relay that runs, its files or its targets on the
 * wire.
 */
@NullMarked
package io.millrace.relay.rehearsal;

import org.jspecify.annotations.NullMarked;
