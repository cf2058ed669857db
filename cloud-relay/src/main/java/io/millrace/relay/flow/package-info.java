/**
 * From events to postings: a closed window or an event begins a run, whose steps make postings,
 * wait for events and go on by what is confirmed; what a person decides goes on from there. A step
 * freezes ranges, members and key in the transaction that creates its posting. One worker follows
 * the log; it writes on the store's writer thread. Must not know how a target is reached.
 */
@NullMarked
package io.millrace.relay.flow;

import org.jspecify.annotations.NullMarked;
