/**
 * The journal's folder as a whole: locked, both streams recovered and opened, notes kept, or
 * inspected beside a running program.
 */
@NullMarked
package io.millrace.edge.journal.folder;

import org.jspecify.annotations.NullMarked;
