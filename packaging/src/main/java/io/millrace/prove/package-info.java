/**
 * Campaigns that attack the promises on the assembled programs as processes, and the demo. Sees the
 * programs from outside, but for the journal's reader; nobody may know it.
 */
@NullMarked
package io.millrace.prove;

import org.jspecify.annotations.NullMarked;
