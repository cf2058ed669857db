/**
 * The presses' controllers on the wire: Modbus TCP, and HTTP to steer the plant. One event loop
 * owns presses, registers and connections. Must not know the agent.
 */
@NullMarked
package io.millrace.sim.plc;

import org.jspecify.annotations.NullMarked;
