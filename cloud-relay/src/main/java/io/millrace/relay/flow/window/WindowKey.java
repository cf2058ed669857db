package io.millrace.relay.flow.window;

/** One open window at a time: of this flow, for this order, on this machine. */
public record WindowKey(String flow, String plant, String equipment, String order) {}
