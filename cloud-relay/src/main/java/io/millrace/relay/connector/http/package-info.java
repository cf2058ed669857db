/** Operations of a target as HTTP requests: tokens, time limits, and what an answer means. */
@NullMarked
package io.millrace.relay.connector.http;

import org.jspecify.annotations.NullMarked;
