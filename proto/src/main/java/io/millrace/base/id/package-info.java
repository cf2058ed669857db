/** Identifiers that sort by time. Any thread; must not know what they name. */
@NullMarked
package io.millrace.base.id;

import org.jspecify.annotations.NullMarked;
