/**
 * Who may ask the relay what: roles, plants, and the tokens that carry them. Checks run on any
 * thread and never block; must not know how a question arrives.
 */
@NullMarked
package io.millrace.relay.access;

import org.jspecify.annotations.NullMarked;
