/**
 * From counts to postings: windows gather what is new per machine and order; closing one freezes
 * ranges, members and key in the transaction that creates the posting. One worker follows the log;
 * it writes on the store's writer thread. Must not know how a target is reached.
 */
@NullMarked
package io.millrace.relay.flow;

import org.jspecify.annotations.NullMarked;
