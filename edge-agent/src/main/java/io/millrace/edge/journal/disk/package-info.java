/**
 * The journal's files: segments as Chronicle queues, each record's envelope, start records, notes
 * and quarantine, and the scan that reads records without Chronicle. The only room that sees
 * Chronicle.
 */
@NullMarked
package io.millrace.edge.journal.disk;

import org.jspecify.annotations.NullMarked;
