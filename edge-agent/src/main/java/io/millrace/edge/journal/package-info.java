/**
 * Records on disk until the relay has them, as its users see them: two streams of numbered records
 * and their readers, what was recovered, settings and figures. Contract only; knows no event. The
 * rooms below keep it: {@code disk} has the files and what stands in them, {@code stream} one
 * stream at work and its recovery, {@code folder} opens the whole.
 */
@NullMarked
package io.millrace.edge.journal;

import org.jspecify.annotations.NullMarked;
