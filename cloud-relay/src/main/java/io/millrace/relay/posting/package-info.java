/**
 * Postings as they stand: each is written down with its key before it is tried, and what follows
 * from an outcome is written in one transaction. Owns the state machine of lanes and postings,
 * which the room {@code lane} drives; on the store's writer thread. Must not know flows or events.
 */
@NullMarked
package io.millrace.relay.posting;

import org.jspecify.annotations.NullMarked;
