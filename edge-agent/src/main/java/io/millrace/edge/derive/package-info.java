/**
 * Readings into events, and the state that goes with them. Pure: no I/O, no clock, no thread; ids
 * are passed in. State moves only by an event that was journalled, live and in replay by the same
 * code, so what was counted is what was journalled (rule J3). Must not know the journal.
 */
@NullMarked
package io.millrace.edge.derive;

import org.jspecify.annotations.NullMarked;
