/**
 * One OPC UA server: its description, trust in its certificate, the way in, a session with its
 * subscriptions, and single reads. The only room of the agent that sees Milo; hands on samples in
 * the order in which they arrive.
 */
@NullMarked
package io.millrace.edge.source.opcua.server;

import org.jspecify.annotations.NullMarked;
