/**
 * The agents of the company and their papers: certificate authority, one-time codes, revocations.
 * Any thread unless a type says otherwise; tables are written on the store's writer thread. Must
 * not know sessions or streams.
 */
@NullMarked
package io.millrace.relay.fleet;

import org.jspecify.annotations.NullMarked;
