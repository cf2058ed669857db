/**
 * What a measurement or a campaign says at its end: one JSON object for machines, a table for
 * people. Any thread; must not know what was measured.
 */
@NullMarked
package io.millrace.bench.report;

import org.jspecify.annotations.NullMarked;
