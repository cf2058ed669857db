/**
 * Peers that misbehave: agents with papers that do not fit, frames that are too large or no frames.
 * Speaks the protocols by itself, so that nothing in an honest program has to be able to lie.
 */
@NullMarked
package io.millrace.prove.rogue;

import org.jspecify.annotations.NullMarked;
