/** How this relay refuses over HTTP: one document, whoever refuses. */
@NullMarked
package io.millrace.relay.problem;

import org.jspecify.annotations.NullMarked;
