package io.millrace.relay.flow;

/** So many runs of one version stand in that state. */
public record OpenRuns(String flow, int version, RunState state, long count) {}
