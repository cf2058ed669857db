/**
 * JSON over HTTP as every simulator speaks it. Handlers run one after the other on the simulator's
 * own thread, so what they share needs no locks. Must not know what is simulated.
 */
@NullMarked
package io.millrace.sim.http;

import org.jspecify.annotations.NullMarked;
