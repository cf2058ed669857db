/**
 * Counts on their way into a document: windows per machine and order, what is summed and what is
 * left over, as rows. On the store's writer thread; knows no run and no step.
 */
@NullMarked
package io.millrace.relay.flow.window;

import org.jspecify.annotations.NullMarked;
