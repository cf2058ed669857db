/**
 * Who the agent is: key and certificate as files, and how it gets them with a one-time code. Any
 * thread; blocks on files and, while enrolling, on the relay. Must not know journal or streams.
 */
@NullMarked
package io.millrace.edge.identity;

import org.jspecify.annotations.NullMarked;
