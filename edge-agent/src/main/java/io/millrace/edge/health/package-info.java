/**
 * One page about the whole agent, and the local service that hands it to the command line. Any
 * thread; reads what the parts publish and must not change any of them.
 */
@NullMarked
package io.millrace.edge.health;

import org.jspecify.annotations.NullMarked;
