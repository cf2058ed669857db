/**
 * What every simulated business system is made of: documents that are committed before they are
 * answered for, tokens, an index that lags, and faults on demand. One thread, the clerk, owns all
 * of it. Must not know which system it serves, nor the relay.
 */
@NullMarked
package io.millrace.sim.enterprise.desk;

import org.jspecify.annotations.NullMarked;
