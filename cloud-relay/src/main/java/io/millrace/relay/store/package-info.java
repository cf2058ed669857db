/**
 * The database: one writer thread with group commit, a pool of readers, migrations. Each room owns
 * its tables and their SQL; this one must not know any of them.
 */
@NullMarked
package io.millrace.relay.store;

import org.jspecify.annotations.NullMarked;
