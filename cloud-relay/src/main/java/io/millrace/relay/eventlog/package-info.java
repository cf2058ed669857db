/**
 * Every event once, in the order of arrival, with the keys that people search by. Written on the
 * store's writer thread; must not know sessions, flows or postings.
 */
@NullMarked
package io.millrace.relay.eventlog;

import org.jspecify.annotations.NullMarked;
