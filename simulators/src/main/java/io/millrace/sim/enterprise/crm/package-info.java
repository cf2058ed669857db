/**
 * A CRM: what customers see of their orders, and alerts to accounts, each written again and again
 * under its external id. On the clerk's thread. Must not know the relay.
 */
@NullMarked
package io.millrace.sim.enterprise.crm;

import org.jspecify.annotations.NullMarked;
