package io.millrace.relay.posting;

/** How many postings of one plant (empty: of none) and target are in that state. */
public record Tally(String plant, String target, PostingState state, long count) {}
