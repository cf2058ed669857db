package io.millrace.relay.flow;

/** A step that asked a target: its place from 0, its name and the posting. */
public record CalledStep(int step, String name, long posting) {}
