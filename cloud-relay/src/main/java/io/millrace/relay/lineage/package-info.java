/**
 * The proof: from a document back to the register values behind it, and from a count to the
 * documents that hold it. Reads only, on any handle; must not know who asks.
 */
@NullMarked
package io.millrace.relay.lineage;

import org.jspecify.annotations.NullMarked;
