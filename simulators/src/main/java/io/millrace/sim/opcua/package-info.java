/**
 * One press as an OPC UA server, by Milo's server: what it shows is one instant for all values
 * sampled together. Milo's threads ask; the model answers on its own. Must not know any other
 * protocol.
 */
@NullMarked
package io.millrace.sim.opcua;

import org.jspecify.annotations.NullMarked;
