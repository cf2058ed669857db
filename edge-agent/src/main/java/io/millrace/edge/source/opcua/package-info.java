/**
 * OPC UA servers (OPC 10000-4, 5.13 and 5.14: monitored items and subscriptions), by Milo's client.
 * Milo's threads only enqueue; one thread of ours owns all OPC UA sources and makes scans of what
 * arrived. Connecting is ours, before the first session and once one is given up; in between Milo
 * tries to get a lost session back. Must not know what becomes of a scan.
 *
 * <p>Nothing of Milo is loaded before the first source is opened.
 */
@NullMarked
package io.millrace.edge.source.opcua;

import org.jspecify.annotations.NullMarked;
