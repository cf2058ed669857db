/**
 * The agent: builds the parts, lets the sources begin last, closes all in reverse. Started and
 * closed by one thread; must not know the command line.
 */
@NullMarked
package io.millrace.edge;

import org.jspecify.annotations.NullMarked;
