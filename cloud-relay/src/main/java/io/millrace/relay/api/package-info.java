/**
 * What people and new agents may ask: the local services behind the relay's own command line, and
 * the API port with TLS. Handlers run on threads that may block; must not know the command line.
 */
@NullMarked
package io.millrace.relay.api;

import org.jspecify.annotations.NullMarked;
