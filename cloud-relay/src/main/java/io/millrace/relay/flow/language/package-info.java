/**
 * What a flow's file says: YAML with expressions in CEL, held against the canonical types and the
 * targets when it is read, so that whatever can be wrong is named with file, line and column before
 * anything runs. Pure and free of threads; must not know how flows are run.
 */
@NullMarked
package io.millrace.relay.flow.language;

import org.jspecify.annotations.NullMarked;
