/** The command line {@code millrace-sim}. Must not simulate anything itself. */
@NullMarked
package io.millrace.sim.cli;

import org.jspecify.annotations.NullMarked;
