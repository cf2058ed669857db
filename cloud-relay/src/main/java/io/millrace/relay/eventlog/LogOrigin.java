package io.millrace.relay.eventlog;

/** Who sent a record, on which stream and in which run. */
public record LogOrigin(String agent, String plant, String stream, String epoch) {}
