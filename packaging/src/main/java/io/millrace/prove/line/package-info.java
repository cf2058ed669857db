/**
 * A line at work: plant, agent, relay and business systems as processes with files of their own,
 * and everything that can be seen of them from outside: registers by a Modbus client of its own,
 * documents, and the pages that agent and relay show to their owner. Must not know what is attacked
 * or judged.
 */
@NullMarked
package io.millrace.prove.line;

import org.jspecify.annotations.NullMarked;
