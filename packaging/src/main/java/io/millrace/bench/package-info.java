/** How fast; the journal as ratios within one run. Knows every room; nobody may know it. */
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
