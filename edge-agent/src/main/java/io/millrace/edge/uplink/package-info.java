/**
 * Sends what is durable in the journal to the relay and hears what the relay has committed. What is
 * said and when is a state machine without I/O, on one worker thread; only the line sees gRPC. Must
 * not know where records come from nor what they mean.
 */
@NullMarked
package io.millrace.edge.uplink;

import org.jspecify.annotations.NullMarked;
