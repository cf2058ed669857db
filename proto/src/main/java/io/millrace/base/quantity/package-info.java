/**
 * Quantities as canonical decimal text, never a double. Any thread; must not know what is counted.
 */
@NullMarked
package io.millrace.base.quantity;

import org.jspecify.annotations.NullMarked;
