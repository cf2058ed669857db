/**
 * Speaks to business systems as their description says: what to send, where, with which
 * credentials, and what each answer means. Calls run on the client's own threads and end in
 * futures; knows no posting, lane or store, and decides nothing about a next attempt.
 */
@NullMarked
package io.millrace.relay.connector;

import org.jspecify.annotations.NullMarked;
