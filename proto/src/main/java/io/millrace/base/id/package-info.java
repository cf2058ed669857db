/**
 * Identifiers: some sort by time, some follow from the content that they name. Any thread; must not
 * know what they name.
 */
@NullMarked
package io.millrace.base.id;

import org.jspecify.annotations.NullMarked;
