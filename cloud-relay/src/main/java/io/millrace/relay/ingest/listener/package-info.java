/**
 * Where agents connect: the mutual-TLS listener, the check of each peer, and calls as gRPC sees
 * them.
 */
@NullMarked
package io.millrace.relay.ingest.listener;

import org.jspecify.annotations.NullMarked;
