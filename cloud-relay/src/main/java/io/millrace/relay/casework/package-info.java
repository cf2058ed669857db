/**
 * What a person must decide: cases grouped by fingerprint, and what their decisions do. Written on
 * the store's writer thread; must not know who opens cases.
 */
@NullMarked
package io.millrace.relay.casework;

import org.jspecify.annotations.NullMarked;
