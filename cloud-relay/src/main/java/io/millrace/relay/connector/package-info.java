/**
 * Business systems as their description says: what to send, where, with which credentials, and what
 * an answer may be; and the contract of what speaks to them, whose calls end in futures. Pure;
 * knows no protocol, posting, lane or store, and decides nothing about a next attempt.
 */
@NullMarked
package io.millrace.relay.connector;

import org.jspecify.annotations.NullMarked;
