/**
 * Programs as processes: started as they are shipped, awaited, killed by their id, and never left
 * behind. Must not know what they do.
 */
@NullMarked
package io.millrace.prove.process;

import org.jspecify.annotations.NullMarked;
