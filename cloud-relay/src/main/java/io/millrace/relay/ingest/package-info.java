/**
 * Sessions and streams of the agents: who may speak, which records are new, and the acknowledgement
 * after the commit. Sessions belong to one worker thread; a call's messages arrive on gRPC's
 * threads; commits happen on the store's writer thread. The rules are here without any socket;
 * {@code listener} sees gRPC and Netty. Must not know counting, flows or postings.
 */
@NullMarked
package io.millrace.relay.ingest;

import org.jspecify.annotations.NullMarked;
