/**
 * Everything at a glance: the four counts of each machine with what each step holds, and pages of
 * postings. Reads only, from the tables of other rooms, on any handle; must not know who asks.
 */
@NullMarked
package io.millrace.relay.overview;

import org.jspecify.annotations.NullMarked;
