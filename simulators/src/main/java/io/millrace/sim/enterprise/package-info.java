/**
 * Business systems that misbehave on demand; so far an ERP. One thread, the clerk, owns documents,
 * tokens and faults; a document is committed before it is answered for. Must not know the relay.
 */
@NullMarked
package io.millrace.sim.enterprise;

import org.jspecify.annotations.NullMarked;
