/**
 * Lanes of documents: each posting is written down with its key before it is tried, tried outside
 * any transaction, and an unknown outcome is verified before it is tried again. Owns the state
 * machine of lanes and postings; must not know flows or events.
 */
@NullMarked
package io.millrace.relay.posting;

import org.jspecify.annotations.NullMarked;
