/**
 * The agent's configuration file as records: read strictly, checked as a whole, turned into the
 * settings of each room. On the starting thread; must not know what is started with it.
 */
@NullMarked
package io.millrace.edge.config;

import org.jspecify.annotations.NullMarked;
