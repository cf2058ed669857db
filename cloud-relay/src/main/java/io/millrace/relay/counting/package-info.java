/**
 * The chain of each counter: which part of a count is new, which is withheld for a person, and what
 * must be asked. The rule is pure; its tables are written on the store's writer thread. Must not
 * know the log, flows or postings.
 */
@NullMarked
package io.millrace.relay.counting;

import org.jspecify.annotations.NullMarked;
