/**
 * The agent's command line. Asks the running agent over its local socket; without one it works on
 * the files. The only room that writes to the standard streams.
 */
@NullMarked
package io.millrace.edge.cli;

import org.jspecify.annotations.NullMarked;
