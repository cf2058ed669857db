/**
 * The program: builds the rooms, those that others need first, runs their workers and listeners,
 * and ends them in the opposite order. Must not know the command line.
 */
@NullMarked
package io.millrace.relay;

import org.jspecify.annotations.NullMarked;
