/**
 * Records on disk until the relay has them: two streams of numbered records, each a Chronicle Queue
 * made safe against kill, power cut, full disk and corruption. The only place that sees Chronicle.
 * One appending thread, one reader per stream, one maintenance thread; knows no event.
 */
@NullMarked
package io.millrace.edge.journal;

import org.jspecify.annotations.NullMarked;
