/**
 * Which stretches of a device's memory to ask for, so that every tag is read once with few
 * requests. Pure: no clock, no wire, no protocol's name. Must not know who asks.
 */
@NullMarked
package io.millrace.edge.source.plan;

import org.jspecify.annotations.NullMarked;
