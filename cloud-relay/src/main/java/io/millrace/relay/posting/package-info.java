/**
 * Postings as they stand: each is written down with its key before it is tried; its ranges, sums
 * and doubts as rows. The room {@code lane} moves them on; written on the store's writer thread.
 * Must not know flows or events.
 */
@NullMarked
package io.millrace.relay.posting;

import org.jspecify.annotations.NullMarked;
