/**
 * The command line. Commands ask the running relay over its local socket; without one they work on
 * its files, under the same lock. On the main thread.
 */
@NullMarked
package io.millrace.relay.cli;

import org.jspecify.annotations.NullMarked;
