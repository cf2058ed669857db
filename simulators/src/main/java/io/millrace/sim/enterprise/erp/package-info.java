/**
 * An ERP: production orders with confirmations, reversals, holds, reschedules and goods movements.
 * On the clerk's thread. Must not know the relay.
 */
@NullMarked
package io.millrace.sim.enterprise.erp;

import org.jspecify.annotations.NullMarked;
