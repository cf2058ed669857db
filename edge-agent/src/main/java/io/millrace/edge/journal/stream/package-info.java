/**
 * One stream of the journal: recovered at start, appended to by one thread, read by one reader,
 * cared for by one maintenance thread; what is lost is a hole, remembered until it is told.
 */
@NullMarked
package io.millrace.edge.journal.stream;

import org.jspecify.annotations.NullMarked;
