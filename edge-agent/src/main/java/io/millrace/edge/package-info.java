/**
 * The agent: builds the parts in the order of the data, runs them, closes them in reverse. Started
 * and closed by one thread; must not know the command line.
 */
@NullMarked
package io.millrace.edge;

import org.jspecify.annotations.NullMarked;
