/**
 * What is done to a line while it works: order changes, resets, kills on observed states, faults of
 * the business systems. Advances by small steps on the campaign's thread; must not know how counts
 * are judged.
 */
@NullMarked
package io.millrace.prove.attack;

import org.jspecify.annotations.NullMarked;
