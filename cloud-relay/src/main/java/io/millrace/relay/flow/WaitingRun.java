package io.millrace.relay.flow;

/**
 * A run that waits at that place, from 0, for an event of that type for which the expression gives
 * the key.
 */
public record WaitingRun(
    long run, String flow, int step, String type, String expression, String key) {}
