/**
 * A QMS: nonconformances, their release by a person, and the signed webhook that tells of it. On
 * the clerk's thread. Must not know the relay.
 */
@NullMarked
package io.millrace.sim.enterprise.qms;

import org.jspecify.annotations.NullMarked;
