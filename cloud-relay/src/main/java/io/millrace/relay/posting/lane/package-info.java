/**
 * Who may send when: lanes of one key in order, the gate of each target (rate, breaker, sign-in),
 * the judgement of each outcome, lookups before a resend, and recounts. One engine thread; calls
 * run on the connectors' threads; what follows from an outcome or a decision is written in one
 * transaction on the store's writer thread.
 */
@NullMarked
package io.millrace.relay.posting.lane;

import org.jspecify.annotations.NullMarked;
