package io.millrace.edge.journal;

/**
 * The sequences of one stream that one run of the agent wrote. {@code predecessor} is empty and
 * {@code predecessorLast} 0 for the first run; {@code last} is {@code first - 1} while empty.
 */
public record EpochRange(
    String epoch, String predecessor, long predecessorLast, long first, long last) {}
