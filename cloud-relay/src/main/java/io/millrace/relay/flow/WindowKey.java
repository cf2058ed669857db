package io.millrace.relay.flow;

/** One open window at a time: of this flow, for this order, on this machine. */
record WindowKey(String flow, String plant, String equipment, String order) {}
