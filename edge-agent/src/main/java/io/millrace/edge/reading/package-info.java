/**
 * What sources hand on: one scan of one source with the readings of its tags. Immutable; knows
 * nothing else.
 */
@NullMarked
package io.millrace.edge.reading;

import org.jspecify.annotations.NullMarked;
