package io.millrace.relay.counting;

/**
 * A stretch of a generation that no event covered when the chain passed it. Parts of one hole share
 * the {@code subject} of their case.
 */
record Missing(long id, String generation, long from, long to, HoleState state, String subject) {}
