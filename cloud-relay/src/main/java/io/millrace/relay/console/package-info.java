/**
 * The built page: its files on the class path and the headers that every answer carries. Runs on
 * the server's event loops and never blocks; must not know what the page asks for.
 */
@NullMarked
package io.millrace.relay.console;

import org.jspecify.annotations.NullMarked;
